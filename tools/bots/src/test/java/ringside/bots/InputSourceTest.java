package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutJson;
import ringside.layout.RecordView;

final class InputSourceTest {
    private static Layout someGame() {
        final LayoutBuilder builder = new LayoutBuilder("some");
        builder.input().int8("a", -3, 90);
        builder.input().int64("b");
        builder.input().bool("c");
        builder.input().fixed("d", -5, 5);
        builder.input().text("e", 8);
        return builder.build();
    }

    private static RecordView record(final Layout layout) {
        return new RecordView(layout.input())
                .wrap(new UnsafeBuffer(new byte[layout.input().lengthBytes()]), 0);
    }

    @Test
    void the_arena_is_played_by_its_published_trace() {
        final LayoutBuilder builder = new LayoutBuilder(ArenaGame.NAME);
        new ArenaGame().layout(builder);
        final Layout layout = LayoutJson.read(LayoutJson.write(builder.build()));
        final InputSource source = InputSource.of(layout, 1);
        final RecordView played = record(layout);
        final RecordView published = record(layout);
        for (int frame = 0; frame < 1_000; frame++) {
            source.input(3, frame, played);
            new ArenaTrace(layout).input(3, frame, published);
            assertEquals(published.buffer(), played.buffer());
        }
    }

    @Test
    void random_inputs_are_valid_and_change() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("random_inputs_are_valid_and_change: -Dringside.seed=" + seed);
        final Layout layout = someGame();
        final InputSource source = InputSource.of(layout, seed);
        final RecordView record = record(layout);
        final Set<Long> values = new HashSet<>();
        for (int frame = 0; frame < 2_000; frame++) {
            source.input(frame % 5, frame, record);
            assertNull(layout.input().firstOutOfRange(record.buffer(), 0), "frame " + frame);
            values.add(layout.input().column("a").read(record.buffer(), 0));
        }
        assertTrue(values.size() > 50, "values " + values);
    }

    @Test
    void the_same_seed_player_and_frame_play_the_same() {
        final Layout layout = someGame();
        final RecordView one = record(layout);
        final RecordView two = record(layout);
        new RandomInputs(layout, 5).input(2, 77, one);
        new RandomInputs(layout, 5).input(2, 77, two);
        assertEquals(one.buffer(), two.buffer());
    }
}
