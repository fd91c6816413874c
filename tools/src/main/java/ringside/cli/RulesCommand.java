package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.engine.logic.GameTypes;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.server.Games;
import ringside.server.rules.RuleSet;
import ringside.server.rules.RuleSource;
import ringside.server.rules.RuleValue;
import ringside.server.toml.Problem;

/** {@code rules check}. */
@Command(
        name = "rules",
        description = "Look at files of rules before a server reads them.",
        mixinStandardHelpOptions = true,
        subcommands = RulesCommand.Check.class)
final class RulesCommand extends VerbGroup {

    /** {@code rules check FILE}. */
    @Command(
            name = "check",
            description = {
                "Reads rules as serve --rules does, and prints what they come to and where each value stands.",
                "Exit status 1 when there are problems: each is named with its file, line and key."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "A file of rules, or a folder of such files.")
        private Path file;

        @Option(
                names = "--game",
                paramLabel = "NAME",
                defaultValue = "arena",
                description = "The game, where a file does not say (${DEFAULT-VALUE}).")
        private String game;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            final GameTypes types = Games.load();
            final RuleSource.Reading reading =
                    new RuleSource(file, types, Games.require(types, game), List.of()).read();
            if (json.isOn()) {
                json.print(describe(reading));
            } else {
                reading.sets().values().forEach(this::print);
                reading.problems().forEach(problem -> json.err().println(problem));
            }
            return reading.problems().isEmpty() ? ExitCode.OK : ExitCode.FALSE;
        }

        private void print(final RuleSet set) {
            final TextTable table = new TextTable("rule", "value", "possible", "from");
            for (final Column rule : rules(set)) {
                table.add(rule.name(), set.record().format(rule), possible(rule), origin(set, rule));
            }
            json.out()
                    .println("rule set " + set.label() + " for "
                            + set.record().type().layout().game());
            table.print(json.out());
        }

        private static List<Column> rules(final RuleSet set) {
            return set.record().type().layout().rules().columns();
        }

        private static String origin(final RuleSet set, final Column rule) {
            final RuleValue value = set.record().origin(rule);
            return value == null ? "default" : value.origin();
        }

        private static String possible(final Column rule) {
            return switch (rule.type()) {
                case BOOL -> "true or false";
                case BYTES -> (((BytesColumn) rule).isText() ? "text of " : "up to ") + rule.widthBytes() + " bytes";
                default -> rule.formatRaw(rule.min()) + " to " + rule.formatRaw(rule.max());
            };
        }

        private static ObjectNode describe(final RuleSource.Reading reading) {
            final ObjectNode out = JsonOption.object();
            out.put("ok", reading.problems().isEmpty());
            out.put("standard", reading.standard());
            final ArrayNode sets = out.putArray("sets");
            for (final RuleSet set : reading.sets().values()) {
                final ObjectNode one = sets.addObject();
                one.put("set", set.name());
                one.put("game", set.record().type().layout().game());
                one.put("digest", set.record().digest());
                final ArrayNode rules = one.putArray("rules");
                for (final Column rule : rules(set)) {
                    rules.addObject()
                            .put("rule", rule.name())
                            .put("value", set.record().format(rule))
                            .put("possible", possible(rule))
                            .put("from", origin(set, rule));
                }
            }
            final ArrayNode problems = out.putArray("problems");
            for (final Problem problem : reading.problems()) {
                problems.addObject()
                        .put("file", problem.file())
                        .put("line", problem.line())
                        .put("key", problem.key())
                        .put("problem", problem.text());
            }
            return out;
        }
    }
}
