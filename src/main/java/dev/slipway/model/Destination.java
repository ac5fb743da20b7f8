package dev.slipway.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where news is sent to, and as whom. Every URL is a secret: of most services, whoever has it may send, or read along. */
public sealed interface Destination {
    /** As it is written in the configuration: {@code ntfy}. */
    String type();

    /** What stays the same when a secret is renewed; a secret itself. */
    Secret address();

    /** All that must not be told, the addresses among them. */
    default List<Secret> secrets() {
        return switch (this) {
            case Ntfy ntfy -> all(ntfy.url, ntfy.token, ntfy.login.map(Login::password));
            case Gotify gotify -> List.of(gotify.url, gotify.token);
            case Discord discord -> List.of(discord.url);
            case Slack slack -> List.of(slack.url);
            case Telegram telegram -> List.of(telegram.token);
            case Apprise apprise -> all(apprise.url, apprise.urls, Optional.empty());
            case Webhook webhook -> all(webhook.url, webhook.secret, Optional.empty());
            case Email email -> email.login.map(Login::password).stream().toList();
        };
    }

    private static List<Secret> all(Secret one, Optional<Secret> two, Optional<Secret> three) {
        return Stream.of(Optional.of(one), two, three).flatMap(Optional::stream).toList();
    }

    /** What is reached at one URL, which is all that tells it from others of its type. */
    sealed interface AtUrl extends Destination {
        Secret url();

        @Override
        default Secret address() {
            return url();
        }
    }

    /**
     * A topic of ntfy's.
     *
     * @param url of the server and topic
     */
    record Ntfy(Secret url, Optional<Secret> token, Optional<Login> login) implements AtUrl {
        public Ntfy {
            Objects.requireNonNull(url);
            Objects.requireNonNull(token);
            Objects.requireNonNull(login);
        }

        @Override
        public String type() {
            return "ntfy";
        }
    }

    /**
     * An application of a Gotify server.
     *
     * @param url of the server
     * @param token of the application
     */
    record Gotify(Secret url, Secret token) implements AtUrl {
        public Gotify {
            Objects.requireNonNull(url);
            Objects.requireNonNull(token);
        }

        @Override
        public String type() {
            return "gotify";
        }
    }

    /** A webhook of a Discord channel. */
    record Discord(Secret url) implements AtUrl {
        public Discord {
            Objects.requireNonNull(url);
        }

        @Override
        public String type() {
            return "discord";
        }
    }

    /** An incoming webhook of Slack's, or of what takes the same (Mattermost, Rocket.Chat). */
    record Slack(Secret url) implements AtUrl {
        public Slack {
            Objects.requireNonNull(url);
        }

        @Override
        public String type() {
            return "slack";
        }
    }

    /**
     * A chat that a bot of Telegram's may write to.
     *
     * @param server of the Bot API
     * @param token of the bot
     * @param thread topic within a forum group
     */
    record Telegram(Secret server, Secret token, String chat, Optional<Long> thread) implements Destination {
        public Telegram {
            Objects.requireNonNull(server);
            Objects.requireNonNull(token);
            Objects.requireNonNull(chat);
            Objects.requireNonNull(thread);
        }

        @Override
        public String type() {
            return "telegram";
        }

        @Override
        public Secret address() {
            return new Secret(server.reveal() + " " + chat);
        }
    }

    /**
     * An Apprise API server.
     *
     * @param url that takes notifications: {@code http://apprise:8000/notify/KEY}
     * @param urls of services, for a server that keeps no configuration
     * @param tag which of the services of the configuration are meant
     */
    record Apprise(Secret url, Optional<Secret> urls, Optional<String> tag) implements AtUrl {
        public Apprise {
            Objects.requireNonNull(url);
            Objects.requireNonNull(urls);
            Objects.requireNonNull(tag);
        }

        @Override
        public String type() {
            return "apprise";
        }
    }

    /** Whatever takes JSON; signed if there is a secret. */
    record Webhook(Secret url, Optional<Secret> secret) implements AtUrl {
        public Webhook {
            Objects.requireNonNull(url);
            Objects.requireNonNull(secret);
        }

        @Override
        public String type() {
            return "webhook";
        }
    }

    /**
     * Mailboxes, by a mail server.
     *
     * @param from address, with or without a name
     * @param to addresses, at least one
     */
    record Email(String host, int port, Encryption encryption, Optional<Login> login, String from, List<String> to)
            implements Destination {
        public Email {
            Objects.requireNonNull(host);
            Objects.requireNonNull(encryption);
            Objects.requireNonNull(login);
            Objects.requireNonNull(from);
            to = List.copyOf(to);
        }

        @Override
        public String type() {
            return "email";
        }

        @Override
        public Secret address() {
            return new Secret(host + " " + String.join(",", to));
        }
    }

    /** How the way to a mail server is kept from others. */
    enum Encryption {
        /** Plain at first, then TLS, or nothing is sent: port 587. */
        STARTTLS,
        /** TLS from the first byte: port 465. */
        TLS,
        /** None, for a server on this machine. */
        NONE
    }
}
