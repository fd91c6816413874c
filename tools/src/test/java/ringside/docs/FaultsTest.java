package ringside.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** io/FAULTS.md names tests that exist, for every fault that it is to cover. */
final class FaultsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void every_fault_has_tests_and_every_test_that_is_named_exists() throws IOException {
        final Map<String, String> tests = tests();
        final TreeSet<Integer> rows = new TreeSet<>();
        final List<String> missing = new ArrayList<>();
        final Matcher row = ROW.matcher(Files.readString(ROOT.resolve("io/FAULTS.md")));
        while (row.find()) {
            assertTrue(rows.add(Integer.valueOf(row.group(1))), "row " + row.group(1) + " stands there twice");
            final Matcher named = NAMED.matcher(row.group());
            int count = 0;
            for (; named.find(); count++) {
                if (!tests.getOrDefault(named.group(1), "").contains(" void " + named.group(2) + "(")) {
                    missing.add("row " + row.group(1) + ": " + named.group());
                }
            }
            assertFalse(count == 0, "row " + row.group(1) + " names no test");
        }
        assertEquals(List.of(), missing, "renamed or removed: mend io/FAULTS.md");
        assertEquals(IntStream.rangeClosed(1, 48).boxed().toList(), List.copyOf(rows));
    }

    /** The sources of all tests by the name of their class; two of one name are read as one. */
    private static Map<String, String> tests() throws IOException {
        final Map<String, String> tests = new HashMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes) {
                final String name = folder.getFileName().toString();
                return name.equals("target") || name.equals("node_modules") || name.equals(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
                final String name = file.getFileName().toString();
                if (name.matches(".*(Test|IT)\\.java")) {
                    tests.merge(name.substring(0, name.length() - 5), Files.readString(file), String::concat);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }
}
