package dev.slipway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** {@code key=value,"key=a,b",key}: the fields of those Docker flags that take several settings in one word. */
final class CsvFields {
    private CsvFields() {}

    /** A key alone has an empty value. */
    static SequencedMap<String, List<String>> read(String text) throws Misfit {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var field : split(text)) {
            int equals = field.indexOf('=');
            var key = equals < 0 ? field : field.substring(0, equals);
            fields.computeIfAbsent(key.strip(), ignored -> new ArrayList<>())
                    .add(equals < 0 ? "" : field.substring(equals + 1));
        }
        return fields;
    }

    private static List<String> split(String text) throws Misfit {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append(c);
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new Misfit("a double quote (\") is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
