package dev.slipway.git;

import dev.slipway.model.App;
import dev.slipway.model.SshSpec;
import dev.slipway.ssh.HostKeys;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;

/**
 * What a person does with a deploy key: where to paste it, what to configure, how to believe the server. What is done already is left
 * out.
 *
 * @param ssh what the key was made for
 * @param configFile where the app's entry is
 * @param dataDir belongs to the user that the agent runs as
 */
public record KeyAdvice(App app, SshSpec ssh, Path configFile, Path dataDir) {
    private static final String INDENT = "     ";
    private static final int SSH_PORT = 22;

    /** Lines for a terminal, in the order in which they are to be done. */
    public List<String> lines() {
        var server = server();
        var steps = new ArrayList<List<String>>();
        steps.add(paste(server));
        owner().ifPresent(steps::add);
        if (app.git().ssh().isEmpty()) {
            steps.add(configure(server));
        }
        if (!new HostKeys(ssh.knownHostsFile(), server.getHost(), server.getPort()).knowsServer()) {
            steps.add(believe(server));
        }
        steps.add(List.of("see whether it works: slipway poll " + app.name()));
        var lines = new ArrayList<String>();
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            lines.add((i + 1) + ". " + step.getFirst());
            step.stream().skip(1).map(INDENT::concat).forEach(lines::add);
        }
        return lines;
    }

    /** Over SSH: that of the URL, or the one that has taken its place. */
    private URIish server() {
        try {
            var url = new URIish(app.git().url());
            return app.git().ssh().isPresent() ? url : new URIish(sshUrl(url));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a URL that was checked can be read", e);
        }
    }

    private static String sshUrl(URIish web) {
        return "git@" + web.getHost() + ":" + path(web) + ".git";
    }

    private static String path(URIish url) {
        return url.getPath().replaceFirst("^/+", "").replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    }

    private static List<String> paste(URIish server) {
        var lines = new ArrayList<String>();
        lines.add("give the public key to the repository at " + server.getHost()
                + " as a deploy key that may only read:");
        switch (server.getHost()) {
            case "github.com" ->
                lines.add("https://github.com/" + path(server)
                        + "/settings/keys/new, with \"Allow write access\" left off");
            case "gitlab.com" ->
                lines.add("https://gitlab.com/" + path(server)
                        + "/-/settings/repository, \"Deploy keys\", with \"Grant write permissions\" left off");
            default ->
                lines.addAll(List.of(
                        "GitHub: Settings, Deploy keys, Add deploy key; leave \"Allow write access\" off",
                        "Gitea, Forgejo: Settings, Deploy Keys, Add Deploy Key; leave \"Enable Write Access\" off",
                        "GitLab: Settings, Repository, Deploy keys; leave \"Grant write permissions\" off",
                        "a plain server: one line more in ~/.ssh/authorized_keys of the user " + server.getUser()));
        }
        return lines;
    }

    /** Who runs this may be root, and the agent may not. */
    private Optional<List<String>> owner() {
        var file = ssh.keyFile();
        try {
            if (!Files.isDirectory(dataDir)) {
                return Optional.empty();
            }
            var agent = Files.getOwner(dataDir);
            if (agent.equals(Files.getOwner(file))) {
                return Optional.empty();
            }
            var folder = file.resolveSibling("");
            var own = folder.startsWith(dataDir) && !folder.equals(dataDir) ? folder + " " : "";
            return Optional.of(List.of(
                    "let the agent read it: it belongs to " + Files.getOwner(file) + ", and " + dataDir + " to "
                            + agent.getName() + ":",
                    "chown " + agent.getName() + " " + own + file + " " + file + ".pub"));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // A hint at most; who cannot read the key is told so when it is used.
        }
    }

    private List<String> configure(URIish server) {
        var lines = new ArrayList<String>();
        lines.add("in " + configFile + ", under apps." + app.name() + ".git, take the SSH URL, as the forge shows it:");
        lines.add("url: \"" + server + "\"");
        if (app.git().token().isPresent()) {
            lines.add("and take out the token (token, token_file), which is for https");
        }
        return lines;
    }

    private List<String> believe(URIish server) {
        var hosts = ssh.knownHostsFile();
        var port = server.getPort() > 0 && server.getPort() != SSH_PORT ? "-p " + server.getPort() + " " : "";
        var lines = new ArrayList<String>();
        lines.add("let Slipway know the key of " + server.getHost() + ", by either of these:");
        lines.add("slipway poll " + app.name() + " refuses it, and shows its fingerprint and the line to add to "
                + hosts);
        lines.add("ssh-keyscan " + port + server.getHost() + " | tee -a " + hosts + " | ssh-keygen -l -f -");
        lines.add(
                switch (server.getHost()) {
                    case "github.com" ->
                        "Compare the fingerprint: https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints";
                    case "gitlab.com" ->
                        "Compare the fingerprint: https://docs.gitlab.com/user/gitlab_com/#ssh-host-keys-fingerprints";
                    default ->
                        "Compare the fingerprint with what the server's administrator gives, or on the server itself:"
                                + " for f in /etc/ssh/ssh_host_*.pub; do ssh-keygen -l -f $f; done";
                });
        lines.add("If it is another, somebody else may be in the server's place: take the line out of " + hosts);
        return lines;
    }
}
