package dev.slipway.deploy;

import dev.slipway.model.Letter;
import dev.slipway.model.News;
import java.time.Instant;
import java.util.List;

/**
 * Port: news that is still to be sent, and what of a lasting trouble was told. What a method has put down survives a crash. All
 * fail with HOST if the disk refuses.
 */
public interface Outbox {
    /** Letters kept; of more, the oldest go. */
    int MOST = 500;

    /** Deployments of which is remembered that they were told of. */
    int TOLD_KEPT = 1000;

    /**
     * Puts a letter to each of the recipients down, and that the news' deployment was told of.
     *
     * @return how many letters had to go for it
     */
    int put(List<String> recipients, News news) throws DeployException;

    /** Whether news of this deployment was ever put down. */
    boolean isTold(long deployment) throws DeployException;

    /** All that wait, oldest first. */
    List<Letter> waiting() throws DeployException;

    /** Remembers what became of an attempt; a letter that is not there any more stays away. */
    void postpone(Letter letter) throws DeployException;

    /** The letter was delivered, or given up. */
    void remove(long id) throws DeployException;

    /** Notes a lasting trouble; whether it is new. */
    boolean raise(String trouble, Instant now) throws DeployException;

    /** Notes its end; whether it had been noted. */
    boolean clear(String trouble) throws DeployException;
}
