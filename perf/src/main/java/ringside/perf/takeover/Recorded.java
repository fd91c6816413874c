package ringside.perf.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OpenPayload;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineRecording;

/** What a server's directory says afterwards. */
final class Recorded {
    private Recorded() {}

    /** Inputs that players were told of as consumed, and that a journal does not have from before a reign. Its server may live. */
    static long lost(final Path data, final Map<Long, Integer> acknowledged, final long reign) {
        final Inputs there = new Inputs(reign);
        try (JournalReader reader = EngineRecording.allOf(data).get(0).read(0)) {
            while (!there.isOver && reader.next(there)) {
                // The handler notes what there is.
            }
        }
        long lost = 0;
        for (final Map.Entry<Long, Integer> each : acknowledged.entrySet()) {
            lost += Math.max(0, each.getValue() - there.highest.getOrDefault(each.getKey(), 0));
        }
        return lost;
    }

    /** Notes the highest input of each player until a reign begins. */
    private static final class Inputs implements JournalHandler {
        private final long reign;
        private final Map<Long, Integer> highest = new HashMap<>();
        private boolean isOver;

        Inputs(final long reign) {
            this.reign = reign;
        }

        @Override
        public void onEvent(final Event event) {
            if (event.typeCode() == EventType.OPEN.code()) {
                isOver |= OpenPayload.epoch(event) >= reign;
            } else if (event.typeCode() == EventType.INPUT.code() && !isOver) {
                highest.merge(PlayersSeen.key(event.match(), event.player()), event.inputSeq(), Math::max);
            }
        }
    }

    /** Plays a directory again whose server is gone. Says what is wrong; empty when nothing is. */
    static List<String> differences(final Path jar, final Path data, final String saidHash)
            throws InterruptedException {
        try (ServerProcess verifying = ServerProcess.start(
                jar,
                List.of(),
                data.resolveSibling(data.getFileName() + ".verify.log"),
                List.of("replay", "verify", data.toString(), "--json"))) {
            final JsonNode verified = ServerProcess.tree(verifying.output());
            if (verifying.exitValue() != 0 || !verified.path("ok").asBoolean()) {
                return List.of("the journal does not verify: " + verified);
            }
            final String hash = verified.path("finalHash").asText();
            return saidHash.isEmpty() || saidHash.contains(hash)
                    ? List.of()
                    : List.of("its last hash is " + hash + ", which the server did not say");
        }
    }
}
