package ringside.latency.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlowFramesTest {
    @TempDir
    private Path folder;

    private static String line(final long atMs, final int frame, final long totalNs) {
        return "{\"atMs\":" + atMs + ",\"engine\":0,\"frame\":" + frame + ",\"position\":70,\"totalNs\":" + totalNs
                + ",\"latenessNs\":1000,\"workNs\":9000,\"inputsNs\":1,\"stepNs\":2,\"hashNs\":3,\"copyNs\":4,\"otherNs\":5,"
                + "\"matches\":9,\"slowestMatch\":{\"match\":3,\"frame\":77,\"tookNs\":4000},"
                + "\"events\":{\"input\":12,\"join\":1},\"hiccups\":[{\"fromNs\":-5,\"lengthNs\":100},"
                + "{\"fromNs\":5,\"lengthNs\":200}],\"gcPauses\":[]}\n";
    }

    private List<SlowFrame> read(final long fromMs, final long toMs) {
        return SlowFrames.beside(List.of(folder.resolve("1.hlog"), folder.resolve("2.hlog")), fromMs, toMs);
    }

    @Test
    void frames_of_the_time_of_a_run_are_found_beside_its_logs_each_once() throws IOException {
        Files.writeString(folder.resolve("slow-frames.1.jsonl"), line(900, 1, 50) + line(1_100, 2, 50));
        Files.writeString(
                folder.resolve("slow-frames.jsonl"),
                line(1_900, 3, 70) + "{\"a\n{}\n" + line(2_000, 4, 50) + "{\"atMs\"");
        final List<SlowFrame> frames = read(1_000, 2_000);
        assertEquals(List.of(2, 3), frames.stream().map(SlowFrame::frame).toList());
        final SlowFrame one = frames.get(0);
        assertEquals(
                Map.of("frameInputs", 1L, "frameStep", 2L, "frameHash", 3L, "frameCopy", 4L, "other", 5L), one.parts());
        assertEquals(13, one.eventCount());
        assertEquals(3, one.slowestMatch());
        assertEquals(77, one.slowestMatchFrame());
        assertEquals(200, SlowFrame.longestNs(one.hiccups()));
        assertEquals(0, SlowFrame.longestNs(one.gcPauses()));
        assertEquals(
                List.of(3),
                SlowFrames.worst(frames, 1).stream().map(SlowFrame::frame).toList());
    }

    @Test
    void where_there_are_none_there_are_none() {
        assertEquals(List.of(), read(0, Long.MAX_VALUE));
    }

    @Test
    void the_table_names_what_each_was_made_of() throws IOException {
        Files.writeString(folder.resolve("slow-frames.jsonl"), line(1_000, 4711, 12_000_000));
        final List<String> table = RunTable.slowFrames(read(0, 2_000));
        assertTrue(table.get(1).contains("4711") && table.get(1).contains("12.0 ms"), table.toString());
        assertTrue(table.get(1).contains("3: 4.00 us"), table.toString());
    }
}
