package dev.slipway.config;

import dev.slipway.model.Destination;
import dev.slipway.model.Login;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of {@code notify}: what each type of entry takes. */
final class NotifyShape {
    private static final Field<List<News.Kind>> EVENTS =
            Field.optional("events", new ListShape<>(Scalars.choice(kinds())), "what is told; left out, all of these");
    private static final Field<List<String>> APPS = Field.optional(
            "apps",
            new ListShape<>(Scalars.name()),
            "whose news is told; left out, every app's. What is about the host is told in any case");

    private static final Secrets<Secret> TOPIC = Secrets.refined(
            "url",
            "of server and topic, such as https://ntfy.sh/my-topic; who knows it reads along",
            SecretUrl::withTopic);
    private static final Secrets<Secret> ACCESS =
            Secrets.named("token", "access token, for a topic that is not open to all");
    private static final Field<String> USERNAME = Field.optional("username", Scalars.name(), "the user's name there");
    private static final Secrets<Secret> PASSWORD = Secrets.named("password", "the user's password");

    private static final Secrets<Secret> SERVER =
            Secrets.refined("url", "of the server, such as https://gotify.example.com", SecretUrl::checked);
    private static final Secrets<Secret> APPLICATION = Secrets.named("token", "of the application in Gotify");

    private static final Secrets<Secret> HOOK = Secrets.refined(
            "url", "of the webhook, as the service shows it; who knows it may write there", SecretUrl::withPath);

    private static final Secrets<Secret> BOT = Secrets.named("token", "of the bot, as BotFather gave it");
    private static final Field<String> CHAT = Field.required(
            "chat_id",
            Scalars.name(),
            "number of the chat (in quotes if it begins with -), or @name of a public channel");
    private static final Field<Long> THREAD =
            Field.optional("thread_id", Scalars.integer(1, Long.MAX_VALUE), "topic within a group that has topics");
    private static final Field<Secret> BOT_API = Field.withDefault(
            "server",
            Scalars.name().then((text, in) -> SecretUrl.checked(new Secret(text), in)),
            "https://api.telegram.org",
            "of the Bot API, for who runs one");

    private static final Secrets<Secret> APPRISE = Secrets.refined(
            "url", "that takes notifications, such as http://apprise:8000/notify/KEY", SecretUrl::withPath);
    private static final Secrets<Secret> SERVICES = Secrets.named(
            "urls",
            "Apprise URLs of the services, with commas between, for a server without a configuration (/notify)");
    private static final Field<String> TAG =
            Field.optional("tag", Scalars.name(), "which services of the server's configuration are meant");

    private static final Secrets<Secret> TARGET = Secrets.refined("url", "to which JSON is posted", SecretUrl::checked);
    private static final Secrets<Secret> SIGNATURE = Secrets.named(
            "secret", "signs the body: X-Slipway-Signature-256 is then sha256= and its HMAC-SHA256 in hex");

    private static final Field<String> HOST = Field.required("host", Scalars.name(), "of the mail server");
    private static final Field<Integer> PORT =
            Field.optional("port", Scalars.port(), "left out, 587 with starttls, 465 with tls, 25 with none");
    private static final Field<Destination.Encryption> ENCRYPTION = Field.withDefault(
            "encryption", Scalars.choice(encryptions()), "starttls", "none sends a password to this machine only");
    private static final Field<String> FROM =
            Field.required("from", Scalars.parsed("an e-mail address", NotifyShape::mailbox), "the sender's address");
    private static final Field<List<String>> TO = Field.required(
            "to",
            FormsShape.scalarOrList(
                    Scalars.parsed("an e-mail address", NotifyShape::mailbox).then((one, in) -> List.of(one)),
                    new ListShape<>(Scalars.parsed("an e-mail address", NotifyShape::mailbox)).then((all, in) -> {
                        if (all.isEmpty()) {
                            throw new Misfit("must name at least one address");
                        }
                        return all;
                    })),
            "address of whom to tell, or a list");

    static final Shape<List<NotifySpec>> SHAPE = new ListShape<>(new VariantShape<>("type", variants()));

    private NotifyShape() {}

    private static Map<String, ObjectShape<NotifySpec>> variants() {
        var variants = new LinkedHashMap<String, ObjectShape<NotifySpec>>();
        add(
                variants,
                "ntfy",
                keys(TOPIC, ACCESS, USERNAME, PASSWORD),
                f -> new Destination.Ntfy(secret(TOPIC, f), ACCESS.find(f), login(f)),
                f -> {
                    require(f, TOPIC);
                    checkLogin(f);
                    if (f.isGiven(USERNAME) && isGiven(f, ACCESS)) {
                        f.refuse(USERNAME, "'token' is given as well; ntfy takes either");
                    }
                });
        add(
                variants,
                "gotify",
                keys(SERVER, APPLICATION),
                f -> new Destination.Gotify(secret(SERVER, f), secret(APPLICATION, f)),
                f -> require(f, SERVER, APPLICATION));
        add(variants, "discord", keys(HOOK), f -> new Destination.Discord(secret(HOOK, f)), f -> require(f, HOOK));
        add(variants, "slack", keys(HOOK), f -> new Destination.Slack(secret(HOOK, f)), f -> require(f, HOOK));
        add(
                variants,
                "telegram",
                keys(BOT, CHAT, THREAD, BOT_API),
                f -> new Destination.Telegram(f.get(BOT_API), secret(BOT, f), f.get(CHAT), f.find(THREAD)),
                f -> require(f, BOT));
        add(
                variants,
                "apprise",
                keys(APPRISE, SERVICES, TAG),
                f -> new Destination.Apprise(secret(APPRISE, f), SERVICES.find(f), f.find(TAG)),
                f -> {
                    require(f, APPRISE);
                    SERVICES.check(f);
                });
        add(
                variants,
                "email",
                keys(HOST, PORT, ENCRYPTION, USERNAME, PASSWORD, FROM, TO),
                f -> new Destination.Email(
                        f.get(HOST),
                        f.find(PORT).orElseGet(() -> usualPort(f.get(ENCRYPTION))),
                        f.get(ENCRYPTION),
                        login(f),
                        f.get(FROM),
                        f.get(TO)),
                NotifyShape::checkMail);
        add(
                variants,
                "webhook",
                keys(TARGET, SIGNATURE),
                f -> new Destination.Webhook(secret(TARGET, f), SIGNATURE.find(f)),
                f -> {
                    require(f, TARGET);
                    SIGNATURE.check(f);
                });
        return variants;
    }

    private static void add(
            Map<String, ObjectShape<NotifySpec>> variants,
            String type,
            List<Field<?>> own,
            Function<Fields, Destination> destination,
            Consumer<Fields> check) {
        var fields = new ArrayList<Field<?>>();
        fields.add(Field.required("type", Scalars.choice(Map.of(type, type)), "what kind of service it is"));
        fields.addAll(own);
        fields.addAll(List.of(EVENTS, APPS));
        variants.put(
                type,
                ObjectShape.of(
                                fields,
                                f -> new NotifySpec(
                                        destination.apply(f),
                                        new LinkedHashSet<>(f.find(EVENTS).orElse(List.of())),
                                        Set.copyOf(f.find(APPS).orElse(List.of()))))
                        .checked(check));
    }

    private static List<Field<?>> keys(Object... rows) {
        var fields = new ArrayList<Field<?>>();
        for (var row : rows) {
            if (row instanceof Secrets<?> secrets) {
                fields.addAll(secrets.fields());
            } else {
                fields.add((Field<?>) row);
            }
        }
        return fields;
    }

    private static Secret secret(Secrets<Secret> row, Fields f) {
        return row.find(f).orElseThrow();
    }

    private static boolean isGiven(Fields f, Secrets<Secret> row) {
        return row.fields().stream().anyMatch(f::isGiven);
    }

    @SafeVarargs
    private static void require(Fields f, Secrets<Secret>... rows) {
        for (var row : rows) {
            row.check(f);
            if (!isGiven(f, row)) {
                f.refuse("key '" + row.inline().name() + "' (or '" + row.file().name() + "') is missing");
            }
        }
    }

    private static Optional<Login> login(Fields f) {
        return f.find(USERNAME).map(name -> new Login(name, secret(PASSWORD, f)));
    }

    private static void checkLogin(Fields f) {
        PASSWORD.check(f);
        if (f.isGiven(USERNAME) != isGiven(f, PASSWORD)) {
            f.refuse("'username' and 'password_file' (or 'password') go together; give both or neither");
        }
    }

    private static void checkMail(Fields f) {
        checkLogin(f);
        var open =
                f.find(ENCRYPTION).filter(Destination.Encryption.NONE::equals).isPresent();
        var near = f.find(HOST)
                .filter(Set.of("localhost", "127.0.0.1", "::1")::contains)
                .isPresent();
        if (open && !near && f.isGiven(USERNAME)) {
            f.refuse(ENCRYPTION, "would send the password for everybody to read; set starttls or tls");
        }
    }

    private static int usualPort(Destination.Encryption encryption) {
        return switch (encryption) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
        };
    }

    /** Loosely: whether the mailbox exists only its server knows. */
    private static String mailbox(String text) throws Misfit {
        if (!text.strip().matches("[^\\p{Cntrl}<>@]*<?[^\\p{Cntrl}\\s<>@,;]+@[^\\p{Cntrl}\\s<>@,;]+>?")) {
            throw Misfit.mustBe("an e-mail address such as me@example.com or Slipway <slipway@example.com>");
        }
        return text.strip();
    }

    private static Map<String, News.Kind> kinds() {
        var kinds = new LinkedHashMap<String, News.Kind>();
        for (var kind : News.Kind.values()) {
            if (kind != News.Kind.TEST) {
                kinds.put(kind.key(), kind);
            }
        }
        return kinds;
    }

    private static Map<String, Destination.Encryption> encryptions() {
        var all = new LinkedHashMap<String, Destination.Encryption>();
        all.put("starttls", Destination.Encryption.STARTTLS);
        all.put("tls", Destination.Encryption.TLS);
        all.put("none", Destination.Encryption.NONE);
        return all;
    }
}
