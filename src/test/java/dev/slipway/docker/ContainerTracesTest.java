package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTracesTest {
    private static final String ID = "2a8932c83f6c0e64909d4f040ca4ac97bc22efbada3287827cd345f0b68b4a24";
    private static final String OTHER = "f".repeat(64);

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Docker; with a data root that is a file system of its own; Podman.
                "176 159 254:0 /var/lib/docker/containers/ID/hostname /etc/hostname rw,relatime - ext4 /dev/vda rw",
                "176 159 254:0 /containers/ID/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda rw",
                "176 159 0:25 /containers/overlay-containers/ID/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw",
            })
    void findsTheIdInWhatTheEngineMounted(String line) throws IOException {
        write("proc/self/mountinfo", line.replace("ID", ID) + "\n");
        assertEquals(List.of(ID), traces().ids());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9:name=systemd:/docker/ID",
                "0::/system.slice/docker-ID.scope",
                "4:memory:/kubepods/burstable/pod1/cri-containerd-ID.scope"
            })
    void findsTheIdInTheControlGroup(String line) throws IOException {
        write("proc/self/cgroup", "1:cpu:/\n" + line.replace("ID", ID) + "\n");
        assertEquals(List.of(ID), traces().ids());
    }

    @Test
    void theOwnerOfTheNetworkComesBeforeTheContainerItself() throws IOException {
        write("proc/self/cgroup", "8:pids:/docker/" + ID + "\n");
        write(
                "proc/self/mountinfo",
                "1 2 3:4 /var/lib/docker/containers/" + OTHER + "/hosts /etc/hosts rw - ext4 x rw\n");
        assertEquals(List.of(OTHER, ID), traces().ids());
    }

    @Test
    void theHostOfOtherContainersIsInNone() throws IOException {
        write("proc/self/cgroup", "1:cpu:/\n0::/process_api/fbef9a6ca35b732ae0b77b4cd42cd106\n");
        write(
                "proc/self/mountinfo",
                "30 1 0:40 / /var/lib/docker/containers/" + ID + "/mounts/shm rw - tmpfs shm rw\n"
                        + "31 1 0:41 /" + ID + " /mnt/backup rw - ext4 /dev/vdb rw\n"
                        + "32 1 0:42 /resolv.conf /etc/resolv.conf rw - tmpfs tmpfs rw\n");
        write("etc/hostname", "nas\n");
        assertEquals(new ContainerTraces(List.of(), List.of()), traces());
    }

    @Test
    void aHostNameInTheFormOfAnIdIsNoProof() throws IOException {
        write("etc/hostname", "2a8932c83f6c\n");
        assertEquals(new ContainerTraces(List.of(), List.of("2a8932c83f6c")), traces());
    }

    @Test
    void aSystemWithoutSuchFilesLeavesNoTraces() {
        assertEquals(new ContainerTraces(List.of(), List.of()), traces());
    }

    private ContainerTraces traces() {
        return ContainerTraces.under(root);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
