package ringside.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ringside.server.ServerSetting;
import ringside.server.ServerSettings;

/** The options of a server, each over the same key of a configuration file. */
final class ServerOptions {
    private static final int HELP_COLUMNS = 70;

    /** Every key of a configuration file, for the end of {@code --help}. */
    static List<String> keys() {
        final List<String> lines = new ArrayList<>();
        for (final ServerSetting setting : ServerSetting.values()) {
            final String otherwise = setting.defaultText();
            lines.add("  " + setting.key() + (otherwise.isEmpty() ? "" : " (" + otherwise + ")"));
            StringBuilder line = new StringBuilder();
            for (final String word : setting.meaning().split(" ", -1)) {
                if (line.length() + word.length() > HELP_COLUMNS) {
                    lines.add("     " + line);
                    line = new StringBuilder();
                }
                line.append(' ').append(word);
            }
            lines.add("     " + line);
        }
        return lines;
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "TOML file with any of the settings below by their long names, and a table [rules].")
    private @Nullable Path config;

    @Option(names = "--dir", paramLabel = "DIR", description = "Data directory: recovered when it exists.")
    private @Nullable String dir;

    @Option(names = "--http", paramLabel = "PORT", description = "Web page and WebSocket (8080; 0: any, -1: none).")
    private @Nullable Integer http;

    @Option(names = "--tcp", paramLabel = "PORT", description = "TCP players and line mode (9000; 0: any, -1: none).")
    private @Nullable Integer tcp;

    @Option(names = "--quic", paramLabel = "PORT", description = "QUIC players, UDP (none; 0: any).")
    private @Nullable Integer quic;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on (127.0.0.1).")
    private @Nullable String bind;

    @Option(names = "--game", paramLabel = "NAME", description = "Game of the matches created (arena).")
    private @Nullable String game;

    @Option(names = "--matches", paramLabel = "N", description = "Matches that shall exist (1).")
    private @Nullable Integer matches;

    @Option(names = "--hz", paramLabel = "N", description = "Frames a second (60).")
    private @Nullable Integer hz;

    @Option(
            names = "--engines",
            paramLabel = "N",
            description = "Engines in this process, each with a thread and a journal of its own (1).")
    private @Nullable Integer engines;

    @Option(names = "--durability", paramLabel = "LEVEL", description = "mapped, synced or replicated (mapped).")
    private @Nullable String durability;

    @Option(names = "--admin", paramLabel = "PORT", description = "Operators: match and status (none; 0: any).")
    private @Nullable Integer admin;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Its name among primary and standbys (made of a number).")
    private @Nullable String name;

    @Option(names = "--replication", paramLabel = "PORT", description = "Standbys that follow (none; 0: any).")
    private @Nullable Integer replication;

    @Option(names = "--create-on-demand", description = "Create a match when a player finds none with a free seat.")
    private boolean createOnDemand;

    @Option(
            names = "--results",
            paramLabel = "WHERE",
            description = "Results of matches: a file of JSON lines, or an http address (results.jsonl in DIR).")
    private @Nullable String results;

    @Option(
            names = "--production",
            description = "Only players who show a connect token; no line mode. Needs --token-key.")
    private boolean production;

    @Option(
            names = "--token-key",
            paramLabel = "FILE",
            description = "Key for connect tokens, or folder of keys; read again when it changes. See: token key")
    private @Nullable String tokenKey;

    @Option(
            names = "--tls",
            paramLabel = "FILE",
            description = "PEM file of the server's certificate, or folder of such; read again when it changes.")
    private @Nullable String tls;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "PEM file of its private key, where that does not stand with it.")
    private @Nullable String tlsKey;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "File of rules for matches, or folder of such files; read again when it changes.")
    private @Nullable String rulesLocation;

    @Option(
            names = "--rule",
            paramLabel = "NAME=VALUE",
            description = "A rule of the game, over that of the file; may be given several times.")
    private Map<String, String> rules = new LinkedHashMap<>();

    /** The settings asked for: the file's, and over them the options'. */
    ServerSettings settings() {
        ServerSettings settings = config == null ? ServerSettings.defaults() : ServerSettings.read(config);
        settings = with(settings, ServerSetting.DIR, dir);
        settings = with(settings, ServerSetting.HTTP, http);
        settings = with(settings, ServerSetting.TCP, tcp);
        settings = with(settings, ServerSetting.QUIC, quic);
        settings = with(settings, ServerSetting.BIND, bind);
        settings = with(settings, ServerSetting.GAME, game);
        settings = with(settings, ServerSetting.MATCHES, matches);
        settings = with(settings, ServerSetting.HZ, hz);
        settings = with(settings, ServerSetting.ENGINES, engines);
        settings = with(settings, ServerSetting.DURABILITY, durability);
        settings = with(settings, ServerSetting.ADMIN, admin);
        settings = with(settings, ServerSetting.NAME, name);
        settings = with(settings, ServerSetting.REPLICATION, replication);
        settings = with(settings, ServerSetting.CREATE_ON_DEMAND, createOnDemand ? Boolean.TRUE : null);
        settings = with(settings, ServerSetting.RESULTS, results);
        settings = with(settings, ServerSetting.RULES, rulesLocation);
        settings = with(settings, ServerSetting.TOKEN_KEY, tokenKey);
        settings = with(settings, ServerSetting.TLS, tls);
        settings = with(settings, ServerSetting.TLS_KEY, tlsKey);
        settings = with(settings, ServerSetting.PRODUCTION, production ? Boolean.TRUE : null);
        for (final Map.Entry<String, String> rule : rules.entrySet()) {
            settings = settings.withRule(rule.getKey(), plain(rule.getValue()));
        }
        return settings;
    }

    private static ServerSettings with(
            final ServerSettings settings, final ServerSetting setting, final @Nullable Object value) {
        return value == null ? settings : settings.with(setting, value);
    }

    /** A rule's value as a TOML file would have it. */
    static Object plain(final String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            return Long.valueOf(text);
        } catch (final NumberFormatException notWhole) {
            try {
                return Double.valueOf(text);
            } catch (final NumberFormatException notNumber) {
                return text;
            }
        }
    }
}
