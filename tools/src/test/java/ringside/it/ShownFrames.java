package ringside.it;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.layout.EffectClass;
import ringside.layout.RowSet;
import ringside.replay.EngineRecording;
import ringside.replay.Replayer;
import ringside.server.Games;

/** Runs a journal again, and compares each frame that a client says it was shown with what it might see then. */
final class ShownFrames extends MutedOutput implements JournalHandler {
    /** Frames in which a sure effect may still be on its way. */
    private static final int ON_ITS_WAY = 60;

    private final Map<Integer, JsonNode> shown;
    private final int seat;
    private final int player;
    private final List<String> suresShown = new ArrayList<>();
    private final List<String> sures = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();
    private final GameTypes types = Games.load();
    private final GameType type = requireNonNull(types.newest("arena"));
    private final MatchSnapshot snapshot = new MatchSnapshot(type);
    private final Replayer replayer = new Replayer(types, this, null, 2, position -> {});
    private final int firstFrame;
    private final int lastFrame;
    private int nextEffect;
    private int compared;
    private int fightersSeen;
    private int fightersHidden;

    ShownFrames(final JsonNode said, final Map<Integer, JsonNode> shown) {
        this.shown = shown;
        seat = said.path("seat").asInt();
        player = said.path("player").asInt();
        firstFrame = shown.keySet().stream().mapToInt(each -> each).min().orElseThrow();
        lastFrame = shown.keySet().stream().mapToInt(each -> each).max().orElseThrow();
        for (final JsonNode effect : said.path("effects")) {
            if (effect.path("sure").asBoolean()) {
                suresShown.add(
                        effect.path("frame").asInt() + " " + effect.path("name").asText());
            }
        }
    }

    void run(final EngineRecording recording) {
        try (JournalReader reader = recording.read(0)) {
            while (reader.next(this)) {
                // Each event is looked at below.
            }
        }
    }

    @Override
    public void onEpoch(final EpochStart start) {
        replayer.onEpoch(start);
    }

    @Override
    public void onEvent(final Event event) {
        if (event.type() == EventType.INPUT && event.player() == player) {
            inputs.add(event.inputSeq());
        }
        replayer.onEvent(event);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        final MatchSlot slot = replayer.loop().memory().find(match);
        if (slot == null || frame > lastFrame) {
            return;
        }
        snapshot.wrap(slot.state().block(), 0);
        noteSures();
        final JsonNode view = shown.get(frame);
        if (view != null && view.path("whole").asBoolean()) {
            final Object expected = MaySee.of(type, snapshot, seat);
            assertEquals(expected, MaySee.shown(type, view.path("tables")), "in frame " + frame);
            assertEquals(snapshot.consumedSeq(seat), view.path("lastInput").asInt(), "in frame " + frame);
            compared++;
            final int seen = view.path("tables").path("players").size();
            fightersSeen += seen;
            fightersHidden += snapshot.state().count(type.layout().table("players")) - seen;
        }
    }

    private void noteSures() {
        final RowSet visible = new RowSet(type.layout());
        type.game().visible(snapshot.viewer(seat), snapshot.state(), visible);
        for (int next = nextEffect; next < snapshot.nextEffect(); next++) {
            final int row = snapshot.effectRow(next);
            if (snapshot.effectType(row).effectClass() == EffectClass.SURE
                    && snapshot.isEffectShown(row, seat, visible)) {
                sures.add(snapshot.effectFrame(row) + " "
                        + snapshot.effectType(row).name());
            }
        }
        nextEffect = snapshot.nextEffect();
    }

    void requireGood() {
        assertTrue(compared > shown.size() / 2, "only " + compared + " frames were compared");
        assertTrue(fightersSeen > 0 && fightersHidden > 0, "fog hid " + fightersHidden + " and showed " + fightersSeen);
        assertEquals(inputs.stream().sorted().distinct().toList(), inputs, "each input once, in order");
        assertTrue(inputs.size() > shown.size() / 2, "only " + inputs.size() + " inputs arrived");
        requireSures();
    }

    /** Those of the frames between joining and the end, but for the last few, which may have been on their way. */
    private void requireSures() {
        assertFalse(suresShown.isEmpty(), "a round ended meanwhile");
        final int first = sures.indexOf(suresShown.get(0));
        assertTrue(first >= 0, suresShown.get(0) + " never was");
        assertTrue(
                sures.subList(0, first).stream().allMatch(early -> frameOf(early) <= firstFrame), "one was left out");
        final int end = first + suresShown.size();
        assertEquals(sures.subList(first, Math.min(end, sures.size())), suresShown, "once and in order");
        assertTrue(
                sures.subList(end, sures.size()).stream().allMatch(late -> frameOf(late) > lastFrame - ON_ITS_WAY),
                () -> sures.subList(end, sures.size()) + " were not shown up to frame " + lastFrame);
    }

    private static int frameOf(final String effect) {
        return Integer.parseInt(effect.substring(0, effect.indexOf(' ')));
    }
}
