package dev.slipway.config;

import dev.slipway.config.RunFlag.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code --gpus all}, {@code --gpus 2}, {@code --gpus '"device=0,1",capabilities=utility'} as {@code gpus}. */
final class GpuFlag {
    private static final String CAPABILITIES = "capabilities";

    private GpuFlag() {}

    static void take(Use use) throws Misfit {
        if (use.value().equals("all")) {
            use.draft().put(use.origin(), "gpus", "all");
            return;
        }
        var gpu = new LinkedHashMap<String, Object>();
        for (var field : CsvFields.read(use.value()).entrySet()) {
            var value = field.getValue().getLast();
            switch (field.getKey()) {
                case "driver" -> gpu.put("driver", value);
                case "count" -> gpu.put("count", value.equals("-1") ? "all" : value);
                case "device" -> gpu.put("device_ids", List.of(value.split(",")));
                case CAPABILITIES -> {
                    var capabilities = new ArrayList<>(List.of(value.split(",")));
                    if (!capabilities.contains("gpu")) {
                        capabilities.add("gpu"); // Docker's own command line adds it too.
                    }
                    gpu.put(CAPABILITIES, capabilities);
                }
                case "options" -> {
                    for (var option : CsvFields.read(value).entrySet()) {
                        EntryDraft.map(gpu, "options")
                                .put(option.getKey(), option.getValue().getLast());
                    }
                }
                default -> {
                    if (!field.getKey().matches("[0-9]+|all")) {
                        throw new Misfit("run does not know '" + field.getKey() + "' of gpus");
                    }
                    gpu.put("count", field.getKey());
                }
            }
        }
        if (!gpu.containsKey("count") && !gpu.containsKey("device_ids")) {
            gpu.put("count", "1"); // Docker's default.
        }
        use.draft().add(use.origin(), "gpus", gpu);
    }
}
