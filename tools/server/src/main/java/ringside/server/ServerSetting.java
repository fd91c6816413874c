package ringside.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import ringside.journal.Durability;

/**
 * Every setting of a server: its key in a configuration file, which is also its option on the command line, its default
 * and its meaning. The one place where they are listed.
 */
public enum ServerSetting {
    DIR("dir", Kind.PATH, "ringside-data", "data directory: made when missing, recovered when not"),
    RULES(
            "rules",
            Kind.TEXT,
            "none",
            "file of rules for matches, or folder of such files, read again whenever they change; a table [rules] instead "
                    + "holds them here"),
    GAME("game", Kind.TEXT, "arena", "game of the matches that the server creates"),
    MATCHES("matches", Kind.WHOLE, "1", "matches that shall exist, numbered from 1; missing ones are created at start"),
    HZ("hz", Kind.WHOLE, "60", "frames in a second; a data directory keeps the rate that it was begun with"),
    BIND("bind", Kind.TEXT, "127.0.0.1", "address to listen on; 0.0.0.0 for every one of this machine"),
    HTTP(
            "http",
            Kind.WHOLE,
            "8080",
            "port of the web page and of WebSocket players; 0 picks a free one, -1 opens none"),
    TCP("tcp", Kind.WHOLE, "9000", "port of TCP players and of line mode; 0 picks a free one, -1 opens none"),
    QUIC(
            "quic",
            Kind.WHOLE,
            "-1",
            "UDP port of QUIC players; 0 picks a free one, -1 opens none; without tls it has a certificate made at the start, "
                    + "whose fingerprint is printed with its address, for development only"),
    DURABILITY("durability", Kind.LEVEL, "mapped", "when an event is safe to show: mapped, synced or replicated"),
    ENGINES(
            "engines",
            Kind.WHOLE,
            "1",
            "engines in this process, each with its own thread and journal; new matches go to the one with the fewest; a data "
                    + "directory keeps the number that it was begun with"),
    PRODUCTION(
            "production",
            Kind.FLAG,
            "false",
            "takes only players who show a connect token, and no key that can be guessed; switches line mode and what else is "
                    + "for development off"),
    TOKEN_KEY(
            "tokenKey",
            Kind.TEXT,
            "none",
            "file of keys (JSON Web Keys) for connect tokens, or folder of such files, read again when they change; with one "
                    + "nobody joins without a token"),
    TOKEN_AUDIENCE("tokenAudience", Kind.TEXT, "ringside", "the server's name in tokens (aud): others are for others"),
    TOKEN_TOLERANCE_SECONDS(
            "tokenToleranceSeconds",
            Kind.WHOLE,
            "10",
            "by which the clocks of this machine and of who issues tokens may differ"),
    TOKEN_MAX_SECONDS(
            "tokenMaxSeconds", Kind.WHOLE, "3600", "time in which a token must expire; longer ones are refused"),
    MAX_TOKENS(
            "maxTokens",
            Kind.WHOLE,
            "16384",
            "used tokens that an engine remembers until they expire; when there are more, players with a token are told to try "
                    + "later; a data directory keeps what it was begun with"),
    TLS(
            "tls",
            Kind.TEXT,
            "none",
            "PEM file of the server's certificate, or folder of such for several names, read again when they change; with one "
                    + "players and pages are served encrypted only"),
    TLS_KEY("tlsKey", Kind.TEXT, "none", "PEM file of the certificate's private key, where it does not stand with it"),
    MAX_CONNECTIONS(
            "maxConnections",
            Kind.WHOLE,
            "20000",
            "connections at once; fewer where the system allows fewer open files"),
    MAX_CONNECTIONS_PER_ADDRESS(
            "maxConnectionsPerAddress",
            Kind.WHOLE,
            "256",
            "connections at once from one address, or one network of IPv6; this machine's own have no such limit"),
    MAX_ACCEPTS_PER_SECOND(
            "maxAcceptsPerSecond",
            Kind.WHOLE,
            "5000",
            "connections taken on in a second; others wait in the system's queue"),
    MAX_ACCEPTS_PER_ADDRESS(
            "maxAcceptsPerAddress",
            Kind.WHOLE,
            "64",
            "connections taken on in a second from one address; others are closed"),
    HANDSHAKE_SECONDS(
            "handshakeSeconds",
            Kind.WHOLE,
            "5",
            "time for each step of a connection's beginning: encryption, the request for a page or WebSocket, HELLO"),
    CLIENT_IDLE_SECONDS(
            "clientIdleSeconds", Kind.WHOLE, "15", "time without a message after which a player's connection is ended"),
    SEAT_HOLD_SECONDS(
            "seatHoldSeconds", Kind.WHOLE, "30", "time for which a seat is held for a player whose connection is gone"),
    VIEW_BUDGET_BYTES(
            "viewBudgetBytes",
            Kind.WHOLE,
            "0",
            "most bytes of what one player is shown in a frame; what has no room waits, and matters more from frame to frame; "
                    + "0 has no such bound"),
    VIEW_LOG_MIB(
            "viewLogMiB",
            Kind.WHOLE,
            "0",
            "most of a log beside each journal (engines/K/views) of what every view was made of, by which `replay verify --views` "
                    + "proves the bytes that were shown; the oldest goes first; 0 logs none"),
    MAX_SPECTATORS(
            "maxSpectators",
            Kind.WHOLE,
            "100",
            "most who only watch one match; others are told that it is full; 0 lets nobody watch"),
    SPECTATOR_DELAY_SECONDS(
            "spectatorDelaySeconds",
            Kind.WHOLE,
            "10",
            "by which those who only watch are shown everything late, so that they cannot help a player"),
    SPECTATOR_HZ("spectatorHz", Kind.WHOLE, "20", "views a second for those who only watch"),
    CHECKPOINT_SECONDS("checkpointSeconds", Kind.WHOLE, "10", "longest time between two checkpoints"),
    CHECKPOINT_EVENTS(
            "checkpointEvents",
            Kind.WHOLE,
            "200000",
            "events after a checkpoint that make the next one due sooner, down to a fifth of checkpointSeconds: a start after a "
                    + "crash replays them"),
    LATENCY_SECONDS(
            "latencySeconds",
            Kind.WHOLE,
            "1",
            "interval of the latency logs beside each journal (engines/K/latency/*.hlog), of which the newest 256 MiB are kept; 0 "
                    + "writes none"),
    SLOW_FRAME_MICROS(
            "slowFrameMicros",
            Kind.WHOLE,
            "0",
            "time from when a frame was due to its end, in microseconds, beyond which it leaves a record beside the journal "
                    + "(engines/K/latency/slow-frames.jsonl); 0: the time of one frame; -1: none does"),
    OTLP(
            "otlp",
            Kind.TEXT,
            "none",
            "address of a collector of OpenTelemetry (OTLP over HTTP), such as http://127.0.0.1:4318, that is sent the ways of some "
                    + "inputs from socket to socket"),
    TRACE_ONE_OF(
            "traceOneOf",
            Kind.WHOLE,
            "1024",
            "about one input of so many is traced where otlp names a collector: a power of two"),
    WATERMARK_MIB(
            "watermarkMiB",
            Kind.WHOLE,
            "256",
            "free room on the journal's disk, in MiB, below which no new match begins; running ones go on until it is full"),
    WATERMARK_PERCENT(
            "watermarkPercent", Kind.WHOLE, "0", "the same as a part of the whole disk; the higher of the two counts"),
    RETAIN_HOURS(
            "retainHours",
            Kind.WHOLE,
            "0",
            "age at which files of the journal are removed, if two good checkpoints lie behind them; 0 keeps them"),
    RETAIN_MIB(
            "retainMiB",
            Kind.WHOLE,
            "0",
            "size of an engine's journal, in MiB, above which its oldest files are removed, if two good checkpoints lie behind "
                    + "them; 0 keeps them"),
    COMPRESS("compress", Kind.FLAG, "true", "compresses files of the journal that are full, in the background"),
    MAX_MATCHES(
            "maxMatches",
            Kind.WHOLE,
            "4096",
            "most matches of an engine, ended ones that are still remembered included; a data directory keeps what it was "
                    + "begun with"),
    CREATE_ON_DEMAND(
            "createOnDemand",
            Kind.FLAG,
            "false",
            "creates a match when a player asks to be given one and none has a free seat"),
    IDLE_SECONDS(
            "idleSeconds",
            Kind.WHOLE,
            "60",
            "time without a player after which a match that was created on demand is over, as abandoned"),
    KEEP_ENDED_SECONDS(
            "keepEndedSeconds",
            Kind.WHOLE,
            "10",
            "time for which a match that is over, and whose result was delivered, is remembered; a data directory keeps what "
                    + "it was begun with"),
    MAX_REWIND_MS(
            "maxRewindMs",
            Kind.WHOLE,
            "200",
            "furthest back that a game may see the world as a player saw it; a data directory keeps what it was begun with"),
    RESULTS(
            "results",
            Kind.TEXT,
            "results.jsonl",
            "where results of matches go, at least once each: a file of JSON lines, in the data directory unless its path "
                    + "is absolute, or the http:// or https:// address that each is posted to"),
    ADMIN("admin", Kind.WHOLE, "-1", "port for operators; 0 picks a free one, -1 opens none"),
    ADMIN_BIND(
            "adminBind",
            Kind.TEXT,
            "127.0.0.1",
            "address that operators reach; any but this machine's own needs an adminSecret"),
    ADMIN_SECRET(
            "adminSecret",
            Kind.SECRET,
            "",
            "what operators must know; the environment variable RINGSIDE_ADMIN_SECRET says it where this does not; none by "
                    + "default"),
    REPLICATION(
            "replication",
            Kind.WHOLE,
            "-1",
            "port at which standbys follow this server; 0 picks a free one, -1 opens none"),
    REPLICATION_BIND(
            "replicationBind",
            Kind.TEXT,
            "127.0.0.1",
            "address that standbys reach; any but this machine's own needs a replicationSecret"),
    REPLICATION_SECRET(
            "replicationSecret",
            Kind.SECRET,
            "",
            "what primary and standby must both know, and prove without saying it; the environment variable "
                    + "RINGSIDE_REPLICATION_SECRET says it where this does not; none by default"),
    REPLICATION_TLS(
            "replicationTls",
            Kind.TEXT,
            "none",
            "PEM file of the certificate for standbys; with one they are served encrypted only"),
    REPLICATION_TLS_KEY(
            "replicationTlsKey",
            Kind.TEXT,
            "none",
            "PEM file of that certificate's private key, where it does not stand with it"),
    REPLICATION_TRUST(
            "replicationTrust",
            Kind.TEXT,
            "none",
            "for a standby: PEM file of the certificates that vouch for the primary's; with one it connects encrypted only"),
    REHEARSAL_SECONDS(
            "rehearsalSeconds",
            Kind.WHOLE,
            "3",
            "for a standby: time that it plays with itself at its start, so that the code of a primary is warm when it is promoted; "
                    + "0 for none"),
    NAME(
            "name",
            Kind.TEXT,
            "none",
            "this server's name among primary and standbys, for operators: letters, digits, dots, dashes; none: made of its number"),
    WATCHDOG_SECONDS(
            "watchdogSeconds",
            Kind.WHOLE,
            "5",
            "time in one match's game after which the server names the match and stops; 0 waits for ever"),
    GRAPH(
            "graph",
            Kind.TEXT,
            "auto",
            "fused: one thread appends events and applies them; split: a thread for each; auto: by the number of cores"),
    WAIT(
            "wait",
            Kind.TEXT,
            "auto",
            "how idle engine threads wait: spin (fastest, takes a whole core), yield, or park (sleeps); auto: park"),
    PIN(
            "pin",
            Kind.TEXT,
            "none",
            "cores that engine threads stay on, such as 2,3: one for each thread of every engine, journal before logic");

    /** What a value is. */
    private enum Kind {
        PATH,
        TEXT,
        WHOLE,
        FLAG,
        LEVEL,
        SECRET
    }

    private final String key;
    private final Kind kind;
    private final String defaultText;
    private final String meaning;

    ServerSetting(final String key, final Kind kind, final String defaultText, final String meaning) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** As people write it. */
    public String defaultText() {
        return defaultText;
    }

    Object defaultValue() {
        return switch (kind) {
            case WHOLE -> Integer.valueOf(defaultText);
            case FLAG -> Boolean.valueOf(defaultText);
            default -> parse(defaultText);
        };
    }

    /** The value as it may be printed. */
    String shown(final Object value) {
        return kind == Kind.SECRET && !value.equals("") ? "(given)" : String.valueOf(value);
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** The value of the right type, or a {@link ServerException} that says what is wrong with it. */
    Object parse(final Object given) {
        return switch (kind) {
            case PATH -> path(given);
            case LEVEL -> level(given);
            case FLAG -> {
                if (given instanceof Boolean) {
                    yield given;
                }
                throw wrong(given, "true or false");
            }
            case WHOLE -> {
                if (given instanceof final Number number && number.doubleValue() == number.intValue()) {
                    yield number.intValue();
                }
                throw wrong(given, "a whole number");
            }
            case TEXT -> {
                if (given instanceof final String text && !text.isBlank()) {
                    yield text;
                }
                throw wrong(given, "text");
            }
            case SECRET -> {
                if (given instanceof final String text) {
                    yield text;
                }
                throw wrong("(not shown)", "text");
            }
        };
    }

    private Path path(final Object given) {
        if (given instanceof final String text && !text.isBlank()) {
            try {
                return Path.of(text);
            } catch (final InvalidPathException e) {
                throw wrong(given, "a path of this system");
            }
        }
        throw wrong(given, "a path");
    }

    private Durability level(final Object given) {
        for (final Durability level : Durability.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(given)) {
                return level;
            }
        }
        throw wrong(given, "mapped, synced or replicated");
    }

    private ServerException wrong(final Object given, final String wanted) {
        return ServerException.configuration(key + " = " + given + ": " + wanted + " is wanted");
    }
}
