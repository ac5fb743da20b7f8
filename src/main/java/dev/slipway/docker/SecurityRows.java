package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the container may do, and which namespaces and devices of the host it shares. */
final class SecurityRows {
    private static final String SECCOMP = "seccomp=";
    private static final Set<String> NO_PROFILE = Set.of("unconfined", "builtin");

    private SecurityRows() {}

    static Rows rows() {
        return new Rows()
                .row(RunKey.PRIVILEGED, (privileged, to) -> to.host().put("Privileged", privileged))
                .row(RunKey.CAP_ADD, (capabilities, to) -> strings(to.host(), "CapAdd", capabilities))
                .row(RunKey.CAP_DROP, (capabilities, to) -> strings(to.host(), "CapDrop", capabilities))
                .row(RunKey.SECURITY_OPT, SecurityRows::securityOptions)
                .row(RunKey.DEVICES, SecurityRows::devices)
                .row(RunKey.DEVICE_CGROUP_RULES, (rules, to) -> strings(to.host(), "DeviceCgroupRules", rules))
                .row(RunKey.GPUS, SecurityRows::gpus)
                .row(RunKey.PID, (mode, to) -> to.host().put("PidMode", mode))
                .row(RunKey.IPC, (mode, to) -> to.host().put("IpcMode", mode))
                .row(RunKey.UTS, (mode, to) -> to.host().put("UTSMode", mode))
                .row(RunKey.USERNS_MODE, (mode, to) -> to.host().put("UsernsMode", mode))
                .row(RunKey.CGROUP, (mode, to) -> {
                    to.needs(41, "cgroup", "20.10");
                    to.host().put("CgroupnsMode", mode);
                })
                .row(RunKey.CGROUP_PARENT, (parent, to) -> to.host().put("CgroupParent", parent))
                .row(RunKey.RUNTIME, (runtime, to) -> to.host().put("Runtime", runtime));
    }

    /** Docker's command line reads a seccomp profile itself: the API wants the file's text, not its path. */
    private static void securityOptions(List<String> options, NewContainer to) throws DeployException {
        var list = to.host().putArray("SecurityOpt");
        for (var option : options) {
            var written = option.startsWith("seccomp:") ? SECCOMP + option.substring(SECCOMP.length()) : option;
            var profile = written.startsWith(SECCOMP) ? written.substring(SECCOMP.length()) : "";
            list.add(profile.isEmpty() || NO_PROFILE.contains(profile) ? written : SECCOMP + profile(profile, to));
        }
    }

    private static String profile(String path, NewContainer to) throws DeployException {
        try {
            return Raw.JSON.readTree(Files.readAllBytes(Path.of(path))).toString();
        } catch (JsonProcessingException e) {
            throw unusable(path, "is not JSON", to, e);
        } catch (IOException e) {
            throw unusable(path, "cannot be read", to, e);
        }
    }

    private static DeployException unusable(String path, String how, NewContainer to, IOException cause) {
        return new DeployException(
                Blame.YOURS,
                "the seccomp profile " + path + " in apps." + to.app().name() + ".run.security_opt " + how,
                "correct the path or the file",
                cause);
    }

    private static void devices(List<Run.Device> devices, NewContainer to) {
        var list = to.host().putArray("Devices");
        for (var device : devices) {
            list.addObject()
                    .put("PathOnHost", device.host())
                    .put("PathInContainer", device.container())
                    .put("CgroupPermissions", device.permissions());
        }
    }

    private static void gpus(List<Run.Gpu> gpus, NewContainer to) throws DeployException {
        to.needs(40, "gpus", "19.03");
        var list = to.host().putArray("DeviceRequests");
        for (var gpu : gpus) {
            var request = list.addObject();
            gpu.driver().ifPresent(driver -> request.put("Driver", driver));
            gpu.count().ifPresent(count -> request.put("Count", count));
            strings(request, "DeviceIDs", gpu.deviceIds());
            // The API takes alternatives, of which one must be met in full; Compose knows one list, all of which is
            // wanted.
            var wanted = request.putArray("Capabilities").addArray();
            gpu.capabilities().forEach(wanted::add);
            strings(request, "Options", gpu.options());
        }
    }
}
