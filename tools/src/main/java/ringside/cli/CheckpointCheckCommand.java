package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.replay.EngineRecording;
import ringside.snapshot.checkpoint.CheckpointInfo;

/** {@code checkpoint check DIR}. */
@Command(
        name = "check",
        description = {
            "Reads and checks every checkpoint, and says from which one a start would go on and how much it would replay.",
            "Writes nothing. Exit status 1 when one of them cannot be used; a start takes the one before it then."
        },
        mixinStandardHelpOptions = true)
final class CheckpointCheckCommand implements Callable<Integer> {
    @Mixin
    private Recordings recordings;

    @Mixin
    private JsonOption json;

    /** One engine's checkpoints, in the light of its journal. */
    private record Verdict(EngineRecording recording, long end, List<CheckpointInfo> all) {
        boolean isUsable(final CheckpointInfo each) {
            return each.ok() && each.position() <= end;
        }

        String problemOf(final CheckpointInfo each) {
            return each.ok() && each.position() > end
                    ? "checkpoint " + each.name() + ": beyond the end of the journal, which is at position " + end
                    : each.problem();
        }

        boolean isOk() {
            return all.stream().allMatch(this::isUsable);
        }

        /** The position that a start would go on from; -1 for the journal's beginning. */
        long start() {
            return all.stream()
                    .filter(this::isUsable)
                    .mapToLong(CheckpointInfo::position)
                    .max()
                    .orElse(-1);
        }
    }

    @Override
    public Integer call() {
        final List<Verdict> verdicts = recordings.all().stream()
                .map(each -> new Verdict(
                        each, each.claimedEnd(), each.checkpointStore().list()))
                .toList();
        final boolean ok = verdicts.stream().allMatch(Verdict::isOk);
        if (json.isOn()) {
            json.print(toJson(ok, verdicts));
        } else {
            verdicts.forEach(this::print);
        }
        return ok ? ExitCode.OK : ExitCode.FALSE;
    }

    private void print(final Verdict verdict) {
        final int engine = verdict.recording().engine();
        for (final CheckpointInfo each : verdict.all()) {
            final String problem = verdict.problemOf(each);
            if (problem.isEmpty()) {
                json.out().printf("engine %d  position %-10d %,d bytes  ok%n", engine, each.position(), each.bytes());
            } else {
                json.out().printf("engine %d  %s%n  what to do: %s%n", engine, problem, NamedError.whatToDo(problem));
            }
        }
        final long start = verdict.start();
        json.out()
                .printf(
                        "engine %d: a start goes on from %s and replays %,d events%n",
                        engine, start < 0 ? "the journal's beginning" : "position " + start, verdict.end() - start);
    }

    private static ObjectNode toJson(final boolean ok, final List<Verdict> verdicts) {
        final ObjectNode root = JsonOption.object();
        root.put("ok", ok);
        final ArrayNode checkpoints = root.putArray("checkpoints");
        final ArrayNode engines = root.putArray("engines");
        for (final Verdict verdict : verdicts) {
            final int engine = verdict.recording().engine();
            for (final CheckpointInfo each : verdict.all()) {
                final String problem = verdict.problemOf(each);
                final ObjectNode entry = checkpoints.addObject();
                entry.put("engine", engine);
                entry.put("position", each.position());
                entry.put("frame", each.tick());
                entry.put("bytes", each.bytes());
                entry.put("ok", problem.isEmpty());
                entry.put("problem", problem);
                entry.put("whatToDo", problem.isEmpty() ? "" : NamedError.whatToDo(problem));
            }
            engines.addObject()
                    .put("engine", engine)
                    .put("startsFrom", verdict.start())
                    .put("eventsToReplay", verdict.end() - verdict.start());
        }
        return root;
    }
}
