package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.replay.EngineRecording;
import ringside.snapshot.checkpoint.CheckpointInfo;

/** {@code checkpoint list|check}. */
@Command(
        name = "checkpoint",
        description = "Look at the checkpoints: where recovery and seeking start from.",
        mixinStandardHelpOptions = true,
        subcommands = {CheckpointCommand.ListAll.class, CheckpointCheckCommand.class})
final class CheckpointCommand extends VerbGroup {

    /** {@code checkpoint list DIR}. */
    @Command(
            name = "list",
            description = {
                "Lists the checkpoints, oldest first, each read and checked.",
                "Exit status 1 when one of them cannot be used; recovery would take the one before it."
            },
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            boolean ok = true;
            final ArrayNode all = JsonOption.object().putArray("checkpoints");
            for (final EngineRecording recording : recordings.all()) {
                for (final CheckpointInfo info : recording.checkpointStore().list()) {
                    ok &= info.ok();
                    if (json.isOn()) {
                        final ObjectNode entry = all.addObject();
                        entry.put("engine", recording.engine());
                        entry.put("position", info.position());
                        entry.put("frame", info.tick());
                        entry.put("bytes", info.bytes());
                        entry.put("ok", info.ok());
                        entry.put("problem", info.problem());
                    } else if (info.ok()) {
                        json.out()
                                .printf(
                                        "engine %d  position %-10d frame %-9d %,d bytes  ok%n",
                                        recording.engine(), info.position(), info.tick(), info.bytes());
                    } else {
                        json.out().printf("engine %d  %s%n", recording.engine(), info.problem());
                    }
                }
            }
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("ok", ok);
                result.set("checkpoints", all);
                json.print(result);
            }
            return ok ? ExitCode.OK : ExitCode.FALSE;
        }
    }
}
