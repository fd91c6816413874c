package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.journal.JournalCheck;
import ringside.replay.EngineRecording;

/** {@code journal check|dump|repair}. */
@Command(
        name = "journal",
        description = "Look at the journal: the truth that everything else follows from.",
        mixinStandardHelpOptions = true,
        subcommands = {JournalCommand.Check.class, JournalDumpCommand.class, JournalRepairCommand.class})
final class JournalCommand extends VerbGroup {

    /** {@code journal check DIR}. */
    @Command(
            name = "check",
            description = {
                "Reads everything; checks every checksum, the chain and the marks. Writes nothing.",
                "Exit status 1 when something is wrong, with the position of the first event that cannot be trusted."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            boolean ok = true;
            for (final EngineRecording recording : recordings.all()) {
                final JournalCheck check = check(recording);
                ok &= check.ok();
                if (json.isOn()) {
                    final ObjectNode result = JsonOption.object();
                    result.put("engine", recording.engine());
                    result.put("ok", check.ok());
                    result.put("events", check.events());
                    result.put("firstPosition", check.firstPosition());
                    result.put("lastPosition", check.lastPosition());
                    result.put("epoch", check.epoch());
                    result.put("bytes", check.bytes());
                    result.put("problem", check.problem());
                    result.put("whatToDo", check.ok() ? "" : NamedError.whatToDo(check.problem()));
                    json.print(result);
                } else if (check.ok()) {
                    json.out()
                            .printf(
                                    "%s: ok, %,d events, positions %d to %d, epoch %d, %,d bytes%n",
                                    recording.journal(),
                                    check.events(),
                                    check.firstPosition(),
                                    check.lastPosition(),
                                    check.epoch(),
                                    check.bytes());
                } else {
                    json.out().printf("%s: %s%n", recording.journal(), check.problem());
                    json.out().printf("  what to do: %s%n", NamedError.whatToDo(check.problem()));
                }
            }
            return ok ? ExitCode.OK : ExitCode.FALSE;
        }

        private JournalCheck check(final EngineRecording recording) {
            return json.watched("checking", progress -> JournalCheck.run(recording.journal(), progress));
        }
    }
}
