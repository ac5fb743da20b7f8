package dev.slipway.model;

/** Who hosts a repository, as far as its deliveries tell. */
public enum Forge {
    GITHUB("GitHub"),
    /** Gitea and Forgejo, which share a dialect. */
    GITEA("Gitea or Forgejo"),
    GOGS("Gogs"),
    GITLAB("GitLab"),
    BITBUCKET("Bitbucket"),
    /** {@code slipway webhook test}, which proves the way and the secret, but nothing of what the forge has. */
    SLIPWAY("Slipway itself"),
    /** A caller whose headers are those of none. */
    UNKNOWN("unknown");

    private final String title;

    Forge(String title) {
        this.title = title;
    }

    /** Its name as its makers write it. */
    public String title() {
        return title;
    }
}
