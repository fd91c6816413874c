package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.journal.DataDirectory;
import ringside.journal.JournalCheck;
import ringside.journal.JournalRepair;
import ringside.journal.ServerId;
import ringside.replay.EngineRecording;

/** {@code journal repair DIR}. */
@Command(
        name = "repair",
        description = {
            "Sets aside what follows a corruption or a gap, so that the server can go on from before it.",
            "What players were shown after that position is lost: it asks first, or takes --yes.",
            "Nothing is deleted; the server must be stopped."
        },
        mixinStandardHelpOptions = true)
final class JournalRepairCommand implements Callable<Integer> {
    @Mixin
    private Recordings recordings;

    @Mixin
    private JsonOption json;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        final SecureRandom random = new SecureRandom();
        // Read first: a directory that is none must not become one.
        recordings.all();
        try (DataDirectory data = DataDirectory.open(recordings.dir(), random::nextLong)) {
            for (final EngineRecording recording : recordings.all()) {
                final JournalCheck check =
                        json.watched("checking", progress -> JournalCheck.run(recording.journal(), progress));
                if (!check.ok() && !isAgreed(recording, check)) {
                    json.err().println("ringside: nothing was changed");
                    return ExitCode.FALSE;
                }
                report(recording, check.ok() ? null : repair(recording, data.serverId()), check);
            }
        }
        return ExitCode.OK;
    }

    private JournalRepair repair(final EngineRecording recording, final ServerId serverId) {
        return json.watched(
                "repairing",
                progress -> JournalRepair.run(recording.journal(), serverId, System::currentTimeMillis, progress));
    }

    private boolean isAgreed(final EngineRecording recording, final JournalCheck check) throws IOException {
        if (yes) {
            return true;
        }
        json.err().println(recording.journal() + ": " + check.problem());
        json.err()
                .print("Keep events up to position " + check.lastPosition() + " and set aside what follows? (yes/no) ");
        json.err().flush();
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        final String answer = in.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
    }

    private void report(
            final EngineRecording recording, final @Nullable JournalRepair repair, final JournalCheck check) {
        if (json.isOn()) {
            final ObjectNode result = JsonOption.object();
            result.put("engine", recording.engine());
            result.put("keptTo", repair == null ? check.lastPosition() : repair.keptTo());
            final var names = result.putArray("setAside");
            if (repair != null) {
                repair.setAside().forEach(names::add);
            }
            json.print(result);
        } else if (repair == null) {
            json.out().println(recording.journal() + ": nothing to repair");
        } else {
            json.out()
                    .println(recording.journal() + ": kept up to position " + repair.keptTo() + ", set aside "
                            + repair.setAside());
        }
    }
}
