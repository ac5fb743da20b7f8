package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.WebhookSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code slipway webhook}: finds out why a delivery is not believed, or does not come at all. */
@CommandLine.Command(
        name = "webhook",
        description = "Checks a delivery's signature, and the way from the forge to here.",
        mixinStandardHelpOptions = true)
final class WebhookCommand {
    private static final long LARGEST_SECRET_BYTES = 64 * 1024;

    @ParentCommand
    private Main main = new Main();

    @CommandLine.Command(
            name = "verify",
            description =
                    "Tells whether a signature fits a secret and a body, and if not, which slip would explain it.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--secret-file", paramLabel = "FILE", required = true, description = "holds the secret")
                    Path secret,
            @Option(
                            names = "--signature",
                            paramLabel = "SIGNATURE",
                            required = true,
                            description = "as it stands in X-Hub-Signature-256 or its like")
                    String signature,
            @Option(
                            names = "--body",
                            paramLabel = "FILE",
                            required = true,
                            description = "the delivery's payload, byte for byte")
                    Path body)
            throws InterruptedException {
        return answer(
                "verify",
                tools -> tools.verify(
                        read(secret, LARGEST_SECRET_BYTES), signature, read(body, WebhookSpec.LARGEST_BODY_BYTES)));
    }

    @CommandLine.Command(
            name = "test",
            description = "Sends the webhook a signed ping and says who answered.",
            mixinStandardHelpOptions = true)
    int test(
            @Option(names = "--public", description = "by webhook.public_url, the way that the forge takes")
                    boolean publicly)
            throws InterruptedException {
        return answer("test", tools -> tools.test(main.config(), publicly));
    }

    /** One question. */
    @FunctionalInterface
    private interface Question {
        WebhookTools.Answer to(WebhookTools tools) throws DeployException, InterruptedException;
    }

    private int answer(String command, Question question) throws InterruptedException {
        var terminal = main.context().terminal();
        try {
            var answer = question.to(main.context().backend().webhookTools());
            terminal.out(answer.lines().stream().map(Wording::harmless).toList());
            return (answer.well() ? ExitCode.OK : ExitCode.ANSWERED_NO).number();
        } catch (DeployException e) {
            terminal.err(OutcomeText.failure("slipway webhook " + command, e.failure()));
            return ExitCode.of(e.failure()).number();
        }
    }

    private static byte[] read(Path file, long most) throws DeployException {
        try {
            if (Files.size(file) > most) {
                throw new DeployException(
                        Blame.YOURS, file + " has more than " + most + " bytes", "name the file that was meant");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new DeployException(Blame.YOURS, "there is no file " + file, "correct the path", e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.YOURS, "the file " + file + " cannot be read: " + e, "run this as a user who may read it", e);
        }
    }
}
