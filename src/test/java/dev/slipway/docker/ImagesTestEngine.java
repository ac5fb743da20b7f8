package dev.slipway.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.testkit.BusyboxTar;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.SharedEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The machine's real engine with a base image that was never pulled; on closing, all that was built upon it is removed. */
final class ImagesTestEngine implements AutoCloseable {
    /** Other test processes use the same engine at the same time: what this one makes bears its number. */
    static final String MINE = Long.toString(ProcessHandle.current().pid());

    static final String REPOSITORY = "slipway-images-test/base-" + MINE;
    static final String BASE = REPOSITORY + ":1";
    static final String APP = "images-it-" + MINE;

    /** On the base image, and so on whatever is built upon it. */
    private static final String MARK = "dev.slipway.test.images";

    private static final List<String> APPLETS =
            List.of("sh", "cat", "chmod", "echo", "env", "false", "mkdir", "printf", "sleep", "true");

    final SystemTime time = new SystemTime();
    final DockerEngine engine = new DockerEngine(SharedEngine.url(), Map.of(), time);

    ImagesTestEngine() throws Exception {
        removeAllMarked();
        importBase();
    }

    private void importBase() throws Exception {
        make("1", "");
    }

    /**
     * An image like the base image, but another, of this tag.
     *
     * @param labels more of them, as in a Dockerfile
     */
    String make(String tag, String labels) throws Exception {
        var label = "LABEL " + MARK + "=" + MINE + " " + labels;
        var query = BuildOrder.encode(Map.of("fromSrc", "-", "repo", REPOSITORY, "tag", tag, "changes", label));
        post("/images/create?" + query, Map.of(), BusyboxTar.with(APPLETS));
        return REPOSITORY + ":" + tag;
    }

    /** Posts, and returns the whole answer. */
    String post(String path, Map<String, String> headers, byte[] body) throws Exception {
        var request = Request.builder()
                .method(Request.Method.POST)
                .path(path)
                .putAllHeaders(headers)
                .putHeader("Content-Type", "application/x-tar")
                .body(new ByteArrayInputStream(body))
                .build();
        try (var response = engine.http().execute(request)) {
            return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Map<String, String> labels(String image) throws Exception {
        return engine.client().inspectImageCmd(image).exec().getConfig().getLabels();
    }

    /** One value of an image, by Docker's own template. */
    String inspect(String image, String template) {
        return Command.run(List.of("docker", "image", "inspect", "--format", template, image), Map.of())
                .expecting(0)
                .out()
                .strip();
    }

    boolean exists(String image) throws Exception {
        try {
            engine.client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    String id(String image) throws Exception {
        return engine.client().inspectImageCmd(image).exec().getId();
    }

    void tag(String image, String name, String tag) throws Exception {
        engine.client().tagImageCmd(image, name, tag).exec();
    }

    void untag(String name) throws Exception {
        engine.client().removeImageCmd(name).withNoPrune(true).exec();
    }

    /** A container of this image, not started. */
    String container(String image) throws Exception {
        return engine.client()
                .createContainerCmd(image)
                .withCmd("/bin/true")
                .exec()
                .getId();
    }

    void removeContainer(String id) throws Exception {
        engine.client().removeContainerCmd(id).exec();
    }

    /** A file of an image: its header, and its text. */
    record Entry(TarArchiveEntry header, String text) {}

    Entry file(String image, String path) throws Exception {
        var container = container(image);
        try (var tar = new TarArchiveInputStream(
                engine.client().copyArchiveFromContainerCmd(container, path).exec())) {
            var header = tar.getNextEntry();
            return new Entry(header, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            removeContainer(container);
        }
    }

    /** Whether some process of this machine, in a container or not, was given this as an argument. */
    static boolean runs(String text) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(text));
    }

    boolean becomesTrue(BooleanSupplier condition, Duration limit) throws InterruptedException {
        var end = time.elapsed().plus(limit);
        while (!condition.getAsBoolean()) {
            if (time.elapsed().compareTo(end) > 0) {
                return false;
            }
            time.sleep(Duration.ofMillis(20));
        }
        return true;
    }

    /** The ids of the contexts that the engine keeps of builds that are over, whoever's they were. */
    Set<String> cachedContexts() throws Exception {
        var contexts = new HashSet<String>();
        for (var each : Raw.get(engine.http(), "/system/df").path("BuildCache")) {
            if (each.path("Description").asText().startsWith("http url http://build-context-")
                    && !each.path("InUse").asBoolean()) {
                contexts.add(each.path("ID").asText());
            }
        }
        return contexts;
    }

    /** Removes all that was built or pulled, and the base image. */
    void removeAllMarked() throws DeployException {
        removeAllMarkedBut("");
    }

    /**
     * As above, but leaves the base image under this one name. Images can stand upon one another, so it goes round until
     * nothing is left.
     */
    void removeAllMarkedBut(String name) throws DeployException {
        for (var round = 0; round < 20; round++) {
            var left = marked().stream()
                    .flatMap(image -> names(image))
                    .filter(each -> !each.equals(name))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            for (var each : left) {
                remove(each);
            }
        }
        throw new IllegalStateException("images of a test cannot be removed; does a container use one?");
    }

    private static Stream<String> names(Image image) {
        var tags = Optional.ofNullable(image.getRepoTags()).orElse(new String[0]);
        return tags.length == 0 || tags[0].equals("<none>:<none>") ? Stream.of(image.getId()) : Stream.of(tags);
    }

    private List<Image> marked() throws DeployException {
        return engine.client()
                .listImagesCmd()
                .withLabelFilter(MARK + "=" + MINE)
                .exec();
    }

    private void remove(String image) throws DeployException {
        try {
            engine.client().removeImageCmd(image).withForce(true).exec();
        } catch (NotFoundException | ConflictException e) {
            // It is gone already, or has children that go first: the next round sees.
        }
    }

    @Override
    public void close() throws DeployException, IOException {
        removeAllMarked();
        engine.close();
    }
}
