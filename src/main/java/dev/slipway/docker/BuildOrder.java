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

    /**
     * The call's path and query. Neither builder is told to pull: what is here is used, so that a build is not another one
     * because a registry's tag has moved.
     */
    String path(boolean buildKit) {
        var query = new LinkedHashMap<String, String>();
        query.put("t", tag());
        query.put("dockerfile", dockerfilePath);
        query.put("buildargs", json(app.build().args()));
        query.put("labels", json(labels));
        app.build().target().ifPresent(target -> query.put("target", target));
        query.put("nocache", app.build().options().noCache() ? "1" : "0");
        query.put("rm", "1");
        query.put("forcerm", "1"); // else a failed classic build leaves its container, which then holds its image
        if (buildKit) {
            query.put("version", "2");
        }
        return "/build?" + encode(query);
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
