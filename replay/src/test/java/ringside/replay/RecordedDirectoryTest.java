package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.BoolColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LongColumn;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointInfo;

/**
 * A data directory as the first versions of its formats left it: two epochs, the second under other logic and killed, and three
 * checkpoints, one of each version and one of each epoch. Every later version must recover and replay it alike. A folder is added
 * for each version of a format ({@link RecordDirectories}) and none is ever changed.
 */
final class RecordedDirectoryTest {
    @TempDir
    private Path root;

    private Path data;

    @BeforeEach
    void copy() throws IOException, URISyntaxException {
        final URL recorded = getClass().getResource("/recorded/1");
        assertNotNull(recorded);
        data = root.resolve("data");
        copy(Path.of(recorded.toURI()), data);
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static Recovery recover(final Path from) {
        return Recovery.run(
                Server.recording(from),
                Server.SETTINGS,
                GameTypes.of(Expected.games()),
                new MutedOutput(),
                4,
                part -> {});
    }

    private List<CheckpointInfo> checkpoints() {
        return Server.recording(data).checkpointStore().list();
    }

    private Path file(final CheckpointInfo info) {
        return Server.recording(data).checkpoints().resolve(info.name() + ".checkpoint");
    }

    /** A copy that has no checkpoint but this one, or none. */
    private Path with(final String name) throws IOException {
        final Path copy = root.resolve("with" + name);
        copy(data, copy);
        for (final CheckpointInfo each : checkpoints()) {
            if (!each.name().equals(name)) {
                Files.delete(Server.recording(copy).checkpoints().resolve(each.name() + ".checkpoint"));
            }
        }
        return copy;
    }

    @Test
    void it_comes_out_as_it_did_when_it_was_recorded() throws IOException {
        assertEquals(Files.readString(data.resolve("expected")).strip(), Expected.of(data));
    }

    @Test
    void each_checkpoint_and_the_rest_is_the_whole_replay() throws IOException {
        final Recovery cold = recover(with(""));
        assertEquals(-1, cold.checkpointPosition());
        assertEquals(3, checkpoints().size());
        for (final CheckpointInfo each : checkpoints()) {
            assertTrue(each.ok(), each.problem());
            final Recovery recovered = recover(with(each.name()));
            assertEquals(each.position(), recovered.checkpointPosition());
            assertEquals(cold.loop().position() - each.position(), recovered.eventsReplayed());
            assertEquals(Expected.hashes(cold.loop()), Expected.hashes(recovered.loop()), each.name());
        }
    }

    @Test
    void it_goes_on_and_what_was_played_then_is_verified_with_the_rest() {
        final Events events = new Events(new Skirmish("skirmish", 2));
        final Verification before = Server.verify(data, Expected.games());
        final long finalHash;
        try (Server server = Server.open(data, Expected.games())) {
            server.frames(events, 10);
            server.checkpoint();
            server.frames(events, 3);
            finalHash = server.loop.memory().state().finalHash();
            server.stop();
        }
        final Verification after = Server.verify(data, Expected.games());
        assertTrue(after.ok());
        assertEquals(finalHash, after.finalHash());
        assertEquals(before.builds().size() + 1, after.builds().size());
        assertEquals(before.framesVerified() + 2 * 13, after.framesVerified());
    }

    @Test
    void the_format_page_is_enough_to_read_every_checkpoint() throws IOException {
        final List<CheckpointPage> pages = new ArrayList<>();
        for (final CheckpointInfo each : checkpoints()) {
            final CheckpointPage page = CheckpointPage.read(Files.readAllBytes(file(each)));
            final Checkpoint checkpoint =
                    Server.recording(data).checkpointStore().open(each.name());
            assertEquals(checkpoint.position(), page.position());
            assertEquals(checkpoint.epoch(), page.epoch());
            assertEquals(checkpoint.tick(), page.tick());
            assertEquals(checkpoint.serverId(), page.serverId());
            assertEquals(checkpoint.identityJson().isEmpty(), page.identity().isMissingNode());
            pages.add(page);
        }
        assertEquals(
                List.of(1, 2, 2), pages.stream().map(CheckpointPage::version).toList());
        assertEquals(
                List.of(1L, 1L, 2L), pages.stream().map(CheckpointPage::epoch).toList());
        for (int i = 0; i < pages.size(); i++) {
            // In version 1 the layouts stand in the journal only; here the next one is of the same epoch.
            requireSameMatches(checkpoints().get(i), pages.get(i), pages.get(Math.max(1, i)));
        }
    }

    private void requireSameMatches(
            final CheckpointInfo info, final CheckpointPage page, final CheckpointPage layouts) {
        final EngineMemory memory = new EngineMemory(Server.SETTINGS, GameTypes.of(Expected.games()), 4);
        Server.recording(data).checkpointStore().open(info.name()).restoreInto(memory);
        assertEquals(memory.matches().size(), page.matches().size());
        assertTrue(page.matches().size() >= 2);
        for (int i = 0; i < page.matches().size(); i++) {
            final MatchSlot slot = memory.matches().get(i);
            final CheckpointPage.MatchBlock read = page.matches().get(i);
            assertEquals(slot.id(), read.match());
            assertEquals(slot.type().layout().hash(), read.layoutHash());
            final JsonNode layout = layouts.layout(read.layoutHash());
            assertEquals(read.block().capacity(), CheckpointPage.blockBytes(layout));
            for (final Table table : slot.state().layout().tables()) {
                assertEquals(
                        rowsOf(slot.state(), table),
                        CheckpointPage.rows(read.block(), layout, table.name()),
                        () -> info.name() + ", match " + slot.id() + ", " + table.name());
            }
        }
    }

    /** The live rows as the production code reads them. */
    private static List<Map<String, Long>> rowsOf(final State state, final Table table) {
        final List<Map<String, Long>> rows = new ArrayList<>();
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            final Map<String, Long> values = new LinkedHashMap<>();
            for (final Column column : table.columns()) {
                if (column.type() != ColumnType.BYTES) {
                    values.put(column.name(), valueOf(state, row, column));
                }
            }
            rows.add(values);
        }
        return rows;
    }

    private static long valueOf(final State state, final int row, final Column column) {
        return switch (column.type()) {
            case BOOL -> state.get(row, (BoolColumn) column) ? 1 : 0;
            case INT64 -> state.get(row, (LongColumn) column);
            case FIXED -> state.get(row, (FixedColumn) column);
            case REF -> state.get(row, (RefColumn) column);
            default -> state.get(row, (IntColumn) column);
        };
    }
}
