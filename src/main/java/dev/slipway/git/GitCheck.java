package dev.slipway.git;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the branch, or the tags, of an app can be asked for: the server's answer, TLS, the token and how long it lasts. */
final class GitCheck implements Check {
    private static final Duration SOON = TokenLife.SOON;

    private final Source source;
    private final App app;
    private final ForgeHeaders forge;
    private final Time time;

    GitCheck(Source source, App app, ForgeHeaders forge, Time time) {
        this.source = source;
        this.app = app;
        this.forge = forge;
        this.time = time;
    }

    @Override
    public String name() {
        return "git " + app.name();
    }

    @Override
    public List<Finding> look() throws DeployException, InterruptedException {
        var git = app.git();
        var url = RemoteTrouble.printable(git.url());
        var findings = new ArrayList<Finding>();
        findings.add(
                switch (source.tip(git)) {
                    case Source.Tip.At at ->
                        Finding.well(at.tag().map(tag -> "tag " + tag).orElse(git.branch()) + " of " + url + " is at "
                                + at.commit());
                    case Source.Tip.NoTag none -> noTag(git.followed() + " of " + url, none);
                    case Source.Tip.EmptyRepository ignored ->
                        Finding.note(
                                url + " has no commit yet", "there is nothing to deploy", "git push the first one");
                    case Source.Tip.NoSuchRef ignored ->
                        Finding.wrong(
                                url + " has no branch " + git.branch(),
                                "nothing is ever deployed from it",
                                "git ls-remote --heads " + url + " lists those that it has; set apps." + app.name()
                                        + ".git.branch");
                });
        findings.addAll(of(forge.ask(git)));
        return findings;
    }

    private Finding noTag(String followed, Source.Tip.NoTag none) {
        return none.others().isEmpty()
                ? Finding.note("there is no " + followed + " yet", "there is nothing to deploy", "git push origin TAG")
                : Finding.risk(
                        "no " + followed + " is a version: " + none.others().getFirst() + " for one is not",
                        "nothing is ever deployed from them",
                        "set tags such as v1.2.3; to follow pre-releases, name them in apps." + app.name()
                                + ".git.tag, such as v*-rc.*");
    }

    /** What the headers mean. */
    List<Finding> of(ForgeHeaders.Said said) {
        var findings = new ArrayList<Finding>();
        said.tokenExpires().ifPresent(at -> {
            var left = Duration.between(time.now(), at);
            var when = at.atZone(time.zone()).toLocalDate();
            if (left.isNegative()) {
                findings.add(Finding.wrong("the token expired on " + when, "the forge refuses it", renew()));
            } else if (left.compareTo(SOON) < 0) {
                findings.add(Finding.risk(
                        "the token expires on " + when + ", in " + left.toDays() + " days",
                        "from then on no commit is seen any more",
                        renew()));
            } else {
                findings.add(Finding.well("the token lasts until " + when));
            }
        });
        said.clock().ifPresent(theirs -> {
            var off = Duration.between(theirs, said.heardAt()).abs();
            if (off.compareTo(Duration.ofMinutes(2)) > 0) {
                findings.add(Finding.risk(
                        "this machine's clock differs from the Git server's by " + off.toSeconds() + " s",
                        "certificates and tokens are judged by it, and times in the history mean nothing",
                        "timedatectl set-ntp true"));
            }
        });
        return findings;
    }

    private String renew() {
        return "make a new token that may read this repository and put it into the file that apps." + app.name()
                + ".git.token_file names; the agent reads it by itself";
    }
}
