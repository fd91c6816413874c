package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code match …}. */
@Command(
        name = "match",
        description = {
            "Look at the matches of a running server, and act on them.",
            "Each action is an event of the journal that says who and why; the verb returns when it is done and safe."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            MatchCommand.ListAll.class,
            MatchCommand.Connections.class,
            MatchCommand.Create.class,
            MatchCommand.Pause.class,
            MatchCommand.Resume.class,
            MatchCommand.End.class,
            MatchCommand.Kick.class,
            MatchCommand.Rules.class
        })
final class MatchCommand extends VerbGroup {
    private static final String REFUSED = "Exit status 1 when the server refuses, with its reason.";

    /** {@code match list}. */
    @Command(
            name = "list",
            description = {
                "Lists the matches that the server remembers, in match order.",
                "States: waiting, running, paused; or how it ended: finished, aborted, failed, abandoned."
            },
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private AdminOptions admin;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws InterruptedException {
            final JsonNode all = admin.client().get("/matches");
            if (json.isOn()) {
                json.print(all);
                return ExitCode.OK;
            }
            final TextTable table = table();
            all.path("matches").forEach(match -> add(table, match));
            table.print(json.out());
            return ExitCode.OK;
        }
    }

    private static TextTable table() {
        return new TextTable("match", "game", "state", "frame", "players", "seats", "engine");
    }

    private static void add(final TextTable table, final JsonNode match) {
        table.add(
                match.path("match").asInt(),
                match.path("game").asText(),
                match.path("state").asText(),
                match.path("frame").asInt(),
                match.path("players").asInt(),
                match.path("seats").asInt(),
                match.path("engine").asInt());
    }

    /** {@code match connections}. */
    @Command(
            name = "connections",
            description = {
                "Shows how the players of a match are connected: round trips and segments sent again as the server's"
                        + " operating system measured them for TCP, at most a second ago; the round trip of views, which"
                        + " ends with the client's next message; and the bytes that wait for the network."
            },
            mixinStandardHelpOptions = true)
    static final class Connections implements Callable<Integer> {
        private static final double NS_PER_MS = 1e6;

        @Mixin
        private AdminOptions admin;

        @Option(names = "--match", paramLabel = "N", required = true, description = "Which match.")
        private int match;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws InterruptedException {
            final JsonNode all = admin.client().get("/matches/" + requireNumber(match) + "/connections");
            if (json.isOn()) {
                json.print(all);
                return ExitCode.OK;
            }
            final TextTable table = new TextTable(
                    "player", "round trip ms", "+- ms", "sent again", "view round trip ms", "waiting bytes");
            for (final JsonNode each : all.path("connections")) {
                final JsonNode kernel = each.path("kernel");
                table.add(
                        each.path("player").asInt(),
                        ms(kernel.path("roundTripNs")),
                        ms(kernel.path("roundTripDeviationNs")),
                        kernel.path("retransmits").asText("-"),
                        ms(each.path("viewRoundTripNs")),
                        each.path("pendingBytes").asLong());
            }
            table.print(json.out());
            return ExitCode.OK;
        }

        private static String ms(final JsonNode ns) {
            return ns.isNumber() ? String.format(Locale.ROOT, "%.2f", ns.asLong() / NS_PER_MS) : "-";
        }
    }

    private static int requireNumber(final int match) {
        if (match < 1) {
            throw new UsageException("--match " + match + ": matches are numbered from 1");
        }
        return match;
    }

    /** What all actions have in common. */
    abstract static class Action implements Callable<Integer> {
        @Mixin
        private AdminOptions admin;

        @Mixin
        private Operator operator;

        @Mixin
        private JsonOption json;

        /** What is asked for, beside who and why. */
        void describe(final ObjectNode body) {
            // Most actions need no more.
        }

        abstract String path();

        @Override
        public final Integer call() throws InterruptedException {
            final ObjectNode body = operator.body();
            describe(body);
            final JsonNode match = admin.client().post(path(), body);
            if (json.isOn()) {
                json.print(match);
            } else {
                final TextTable table = table();
                add(table, match);
                table.print(json.out());
            }
            return ExitCode.OK;
        }
    }

    /** An action on a match that exists. */
    abstract static class OnMatch extends Action {
        @Option(names = "--match", paramLabel = "N", required = true, description = "Which match.")
        private int match;

        abstract String verb();

        @Override
        final String path() {
            return "/matches/" + requireNumber(match) + "/" + verb();
        }
    }

    /** {@code match create}. */
    @Command(
            name = "create",
            description = {"Creates a match, in the engine with the fewest running ones.", REFUSED},
            mixinStandardHelpOptions = true)
    static final class Create extends Action {
        @Option(
                names = "--game",
                paramLabel = "NAME",
                description = "Which game (the one whose matches the server creates by itself).")
        private @Nullable String game;

        @Option(
                names = "--idle-seconds",
                paramLabel = "N",
                defaultValue = "0",
                description = "Over when nobody was in it for so long; 0: never (${DEFAULT-VALUE}).")
        private int idleSeconds;

        @Option(
                names = "--rule-set",
                paramLabel = "NAME",
                description = "The rule set to begin with (the server's for that game).")
        private @Nullable String ruleSet;

        @Option(
                names = "--rule",
                paramLabel = "NAME=VALUE",
                description = "A rule of the game; others are as its rule set says. May be given several times.")
        private Map<String, String> rules = new LinkedHashMap<>();

        @Override
        String path() {
            return "/matches";
        }

        @Override
        void describe(final ObjectNode body) {
            if (game != null) {
                body.put("game", game);
            }
            if (ruleSet != null) {
                body.put("ruleSet", ruleSet);
            }
            body.put("idleSeconds", idleSeconds);
            put(body, rules);
        }
    }

    private static void put(final ObjectNode body, final Map<String, String> rules) {
        final ObjectNode values = body.putObject("rules");
        rules.forEach((name, value) -> values.putPOJO(name, ServerOptions.plain(value)));
    }

    /** {@code match pause}. */
    @Command(
            name = "pause",
            description = {"Lets a match stand still, until it is resumed. Its players stay connected.", REFUSED},
            mixinStandardHelpOptions = true)
    static final class Pause extends OnMatch {
        @Override
        String verb() {
            return "pause";
        }
    }

    /** {@code match resume}. */
    @Command(
            name = "resume",
            description = {"Lets a paused match go on.", REFUSED},
            mixinStandardHelpOptions = true)
    static final class Resume extends OnMatch {
        @Override
        String verb() {
            return "resume";
        }
    }

    /** {@code match end}. */
    @Command(
            name = "end",
            description = {"Ends a match with its next frame, as aborted; its result is delivered.", REFUSED},
            mixinStandardHelpOptions = true)
    static final class End extends OnMatch {
        @Override
        String verb() {
            return "end";
        }
    }

    /** {@code match kick}. */
    @Command(
            name = "kick",
            description = {"Removes a player from a match; the seat is free.", REFUSED},
            mixinStandardHelpOptions = true)
    static final class Kick extends OnMatch {
        @Option(
                names = "--player",
                paramLabel = "P",
                required = true,
                description = "The player's number in the match, as views and results tell it.")
        private int player;

        @Override
        String verb() {
            return "kick";
        }

        @Override
        void describe(final ObjectNode body) {
            body.put("player", player);
        }
    }

    /** {@code match rules}. */
    @Command(
            name = "rules",
            description = {
                "Changes rules of a match from its next frame on, if its game takes them while it runs; the others stay.",
                REFUSED
            },
            mixinStandardHelpOptions = true)
    static final class Rules extends OnMatch {
        @Parameters(arity = "1..*", paramLabel = "NAME=VALUE", description = "The rules to change.")
        private Map<String, String> rules = new LinkedHashMap<>();

        @Override
        String verb() {
            return "rules";
        }

        @Override
        void describe(final ObjectNode body) {
            put(body, rules);
        }
    }
}
