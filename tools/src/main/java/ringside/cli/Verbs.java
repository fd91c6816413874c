package ringside.cli;

import java.util.List;

/** The verbs, in the order in which people are told of them. */
final class Verbs {
    static final List<String> NAMES = List.of(
            "demo",
            "serve",
            "standby",
            "promote",
            "bots",
            "match",
            "status",
            "journal",
            "checkpoint",
            "replay",
            "latency",
            "rules",
            "token");

    private Verbs() {}

    /** The command of that name. */
    static Object of(final String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "serve" -> new ServeCommand();
            case "standby" -> new StandbyCommand();
            case "promote" -> new PromoteCommand();
            case "bots" -> new BotsCommand();
            case "match" -> new MatchCommand();
            case "status" -> new StatusCommand();
            case "journal" -> new JournalCommand();
            case "checkpoint" -> new CheckpointCommand();
            case "replay" -> new ReplayCommand();
            case "latency" -> new LatencyCommand();
            case "rules" -> new RulesCommand();
            case "token" -> new TokenCommand();
            default -> throw new IllegalArgumentException("no verb: " + name);
        };
    }
}
