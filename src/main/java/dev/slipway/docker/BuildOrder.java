package dev.slipway.docker;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the engine is asked to build.
 *
 * @param dockerfilePath in the tar
 */
record BuildOrder(App app, Commit commit, long deployment, String dockerfilePath, Map<String, String> labels) {
    String tag() {
        return ImageLabels.tag(app, commit);
    }

    /** The call's path and query for BuildKit. */
    String byBuildKit() {
        var query = new LinkedHashMap<>(Map.of("version", "2"));
        query.putAll(tagged());
        query.putAll(whole(labels));
        return "/build?" + encode(query);
    }

    /** For the classic builder, with all that a step each can say. */
    String byClassic() {
        var query = tagged();
        query.putAll(whole(labels));
        return "/build?" + encode(query);
    }

    /**
     * For the classic builder, which is to leave an image without a name, and with nothing on it but whose it is, by which it can be
     * removed should it stay so.
     */
    String unlabelled() {
        return "/build?" + encode(whole(Map.of(ImageLabels.APP, app.name())));
    }

    /** For the classic builder, which is to name what {@link LabelContext} says. */
    String labelling() {
        var query = tagged();
        query.put("rm", "1");
        query.put("forcerm", "1");
        return "/build?" + encode(query);
    }

    private Map<String, String> tagged() {
        var query = new LinkedHashMap<String, String>();
        query.put("t", tag());
        return query;
    }

    /** Neither builder is told to pull: what is here is used, so that a build is not another one because a registry's tag has moved. */
    private Map<String, String> whole(Map<String, String> bearing) {
        var query = new LinkedHashMap<String, String>();
        query.put("dockerfile", dockerfilePath);
        query.put("buildargs", json(app.build().args()));
        query.put("labels", json(bearing));
        app.build().target().ifPresent(target -> query.put("target", target));
        query.put("nocache", app.build().options().noCache() ? "1" : "0");
        query.put("rm", "1");
        query.put("forcerm", "1"); // else a failed classic build leaves its container, which then holds its image
        return query;
    }

    static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String json(Map<String, String> map) {
        var json = Raw.JSON.createObjectNode();
        map.forEach(json::put);
        return json.toString();
    }
}
