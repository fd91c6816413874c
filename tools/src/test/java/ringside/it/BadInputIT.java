package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets wrong: one line that says what and how to mend it, and nothing is lost. */
final class BadInputIT {
    private static final int USAGE = 2;
    private static final int AT_ONCE = 4;

    @TempDir
    private Path folder;

    /** Something wrong, and what its one line must say. */
    private record Wrong(List<String> arguments, List<String> says) {}

    private static Wrong wrong(final String commandLine, final String... says) {
        return new Wrong(commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" ")), List.of(says));
    }

    private static Wrong refused(final List<String> arguments, final String... says) {
        return new Wrong(arguments, List.of(says));
    }

    @Test
    void wrong_usage_gets_one_line_that_says_what_is_possible() throws Exception {
        requireRefused(List.of(
                wrong("sreve", "'sreve'"),
                wrong("", "verb", "demo", "serve", "replay"),
                wrong("journal", "journal", "check", "dump"),
                wrong("serve --matchs 3", "'--matchs'"),
                wrong("serve --hz fast", "--hz", "'fast'"),
                wrong("bots", "--connect"),
                wrong("bots --connect here", "'here'", "tcp://"),
                wrong("bots --connect udp://127.0.0.1:1", "udp://", "tcp://"),
                wrong("bots --connect tcp://127.0.0.1:1 --players 0", "players 0", "1 to"),
                wrong("match", "match", "list", "create", "kick"),
                wrong("match list", "--admin"),
                wrong("match list --admin here", "here", "HOST:PORT"),
                wrong("match list --admin 127.0.0.1:1", "127.0.0.1:1", "no answer", "running with --admin"),
                wrong("match pause --admin 127.0.0.1:1", "--match"),
                wrong("status --admin 127.0.0.1:99999", "127.0.0.1:99999", "HOST:PORT"),
                wrong("token", "token", "key", "issue"),
                wrong("token issue --key none.json --player ann --match 1", "none.json", "no such file"),
                wrong("token key --out .", "--out ."),
                wrong("bots --connect tcp://127.0.0.1:1 --key none.json", "--key none.json", "--matches"),
                wrong("bots --connect tcp://127.0.0.1:1 --token abc", "--token", "--players 1"),
                wrong("replay show --match 1 nowhere", "--frame")));
    }

    @Test
    void a_mistyped_verb_or_option_is_answered_by_the_one_that_was_meant() throws Exception {
        final RingsideProcess.Result verb = RingsideProcess.run("sreve").require(USAGE);
        assertTrue(verb.err().contains("serve"), verb.err());
        final RingsideProcess.Result option =
                RingsideProcess.run("serve", "--matchs", "3").require(USAGE);
        assertTrue(option.err().contains("--matches"), option.err());
    }

    @Test
    void a_wrong_setting_is_refused_before_a_directory_is_made() throws Exception {
        final Path data = folder.resolve("data");
        final List<Wrong> all = new ArrayList<>();
        all.add(serve(data, "--engines 0", "engines = 0", "1 to 64"));
        all.add(serve(data, "--admin 99999", "admin = 99999", "65535"));
        all.add(serve(data, "--results http://", "results = http://", "file"));
        all.add(serve(data, "--durability replicated", "durability = replicated", "mapped", "synced"));
        all.add(serve(data, "--durability slow", "durability = slow", "mapped", "synced"));
        all.add(serve(data, "--game chess", "'chess'", "arena"));
        all.add(serve(data, "--rule gravity=3", "'gravity'", "roundSeconds"));
        all.add(serve(data, "--rule bots=99", "bots = 99", "0 to 10"));
        all.add(serve(data, "--rule bots=many", "bots = many", "whole number"));
        all.add(serve(data, "--hz 5000", "hz = 5000", "1 to 1000"));
        all.add(serve(data, "--production", "production = true", "tokenKey", "token key --out"));
        final Path weak = Files.writeString(
                folder.resolve("weak.json"),
                "{\"kty\":\"oct\",\"kid\":\"k1\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");
        all.add(serve(data, "--production --token-key " + weak, "'k1'", "drawn at random", "token key --out"));
        all.add(serve(data, "--token-key " + folder.resolve("no.json"), "no.json", "no such file"));
        all.add(serve(data, "--tls " + weak, "weak.json", "no certificate"));
        all.add(serve(data, "--tcp 70000", "tcp = 70000", "65535"));
        requireRefused(all);
        assertFalse(Files.exists(data), "nothing was made");
    }

    @Test
    void a_wrong_configuration_file_is_named_with_the_place_in_it() throws Exception {
        final Path data = folder.resolve("data");
        final List<Wrong> all = new ArrayList<>();
        all.add(config(data, "key", "matches = 1\nmatchs = 3\n", "unknown key 'matchs'", "matches", "[rules]"));
        all.add(config(data, "type", "hz = \"fast\"\n", "hz = fast", "whole number"));
        all.add(config(data, "list", "hz = [60]\n", "hz = [60]", "whole number"));
        all.add(config(data, "range", "hz = 5000\n", "hz = 5000", "1 to 1000"));
        all.add(config(data, "flag", "production = \"yes\"\n", "production = yes", "true or false"));
        all.add(config(data, "syntax", "matches = 1\nhz = = 3\n", "syntax.toml:2: "));
        all.add(config(data, "rules", "rules = 3\n", "rules = 3", "table"));
        all.add(refused(
                Served.arguments(data, "--config", folder.resolve("none.toml").toString()),
                "none.toml",
                "does not exist"));
        requireRefused(all);
        assertFalse(Files.exists(data), "nothing was made");
    }

    @Test
    void what_is_no_data_directory_is_named_and_left_alone() throws Exception {
        final Path file = Files.writeString(folder.resolve("file"), "a letter");
        final Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter"), "dear reader");
        final Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("identity"), "{\"format\": 1}");
        final Path newer = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(
                newer.resolve("identity"), "{\"format\": 9, \"serverId\": \"0123456789abcdef0123456789abcdef\"}\n");
        final SortedMap<String, String> before = Recorded.contents(folder);
        requireRefused(List.of(
                refused(Served.arguments(file), file.toString(), "is a file"),
                refused(Served.arguments(broken), broken.toString(), "identity"),
                refused(Served.arguments(newer), newer.toString(), "format 9"),
                wrong("journal check " + folder.resolve("none"), "none", "does not exist"),
                wrong("journal check " + other, other.toString(), "not Ringside's"),
                wrong("journal dump " + file, file.toString(), "is a file"),
                wrong("checkpoint list " + other, other.toString(), "not Ringside's"),
                wrong("replay verify " + other, other.toString(), "not Ringside's"),
                wrong("replay verify " + newer, newer.toString(), "format 9")));
        assertEquals(before, Recorded.contents(folder));
    }

    @Test
    void what_was_not_recorded_is_answered_by_how_far_the_recording_reaches() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final SortedMap<String, String> before = Recorded.contents(data);
        requireRefused(List.of(
                wrong("replay show " + data + " --match 77 --frame 1", "no match 77"),
                wrong("replay show " + data + " --match 1 --frame 9999999", "up to frame", "9999999"),
                wrong("replay show " + data + " --match 1 --frame -5", "-5"),
                wrong("replay verify " + data + " --engine 5", "engine 5", "it has 0"),
                wrong("journal dump " + data + " --from 5", "--match")));
        assertEquals(before, Recorded.contents(data));
    }

    @Test
    void another_rate_than_the_recorded_one_is_refused() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final SortedMap<String, String> before = Recorded.contents(data);
        requireRefused(List.of(serve(data, "--hz 30", "hz = 30", "60")));
        assertEquals(before, Recorded.contents(data));
    }

    @Test
    void a_directory_in_use_is_refused_and_its_holder_named_and_unharmed() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        try (Served holder = Served.start(data)) {
            requireRefused(List.of(
                    refused(Served.arguments(data), data.toString(), "pid " + holder.pid()),
                    wrong("demo --headless --seconds 1 --dir " + data, data.toString(), "pid " + holder.pid())));
            final String finalHash = holder.stop();
            assertEquals(finalHash, verify(data).get("finalHash").asText());
        }
    }

    @Test
    void engines_of_another_server_are_refused_and_left_alone() throws Exception {
        final Path own = Recorded.get().copyTo(folder.resolve("own"));
        final Path foreign = folder.resolve("foreign");
        try (Served other = Served.start(foreign)) {
            other.stop();
        }
        Recorded.delete(foreign.resolve("engines"));
        Recorded.copy(own.resolve("engines"), foreign.resolve("engines"));
        final Path nobodys = Files.createDirectory(folder.resolve("nobodys"));
        Recorded.copy(own.resolve("engines"), nobodys.resolve("engines"));
        final SortedMap<String, String> before = Recorded.contents(folder);
        requireRefused(List.of(
                refused(Served.arguments(foreign), "server"),
                refused(Served.arguments(nobodys), nobodys.toString(), "no identity")));
        assertEquals(before, Recorded.contents(folder));
    }

    @Test
    void a_missing_journal_is_named_where_its_checkpoints_are_still_there() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        Recorded.delete(Recorded.journal(data));
        final SortedMap<String, String> before = Recorded.contents(data);
        requireRefused(List.of(refused(
                Served.arguments(data),
                Recorded.journal(data).toString(),
                "is gone",
                Recorded.checkpoints(data).toString())));
        assertEquals(before, Recorded.contents(data));
    }

    @Test
    void a_port_in_use_is_named_and_the_recording_is_kept() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final SortedMap<String, String> before = Recorded.contents(data);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String port = Integer.toString(taken.getLocalPort());
            requireRefused(List.of(refused(Served.arguments(data, "--tcp", port), "127.0.0.1", port, "in use")));
            requireRefused(List.of(refused(Served.arguments(data, "--http", port), "127.0.0.1", port, "in use")));
        }
        final Map<String, String> after = Recorded.contents(data);
        before.forEach((file, contents) -> {
            if (!file.endsWith("marks")) {
                assertEquals(contents, after.get(file), file);
            }
        });
        verify(data);
    }

    @Test
    void a_read_only_directory_is_named_and_can_still_be_verified() throws Exception {
        final Path mounted = Files.createDirectory(folder.resolve("mounted"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mounted.toString()) == 0,
                "this user may not mount: nothing else keeps root from writing");
        try {
            final Path data = Recorded.get().copyTo(mounted.resolve("data"));
            assertEquals(0, run("mount", "-o", "remount,ro", mounted.toString()));
            requireRefused(List.of(
                    refused(Served.arguments(data), data.toString()),
                    refused(
                            Served.arguments(mounted.resolve("fresh")),
                            mounted.resolve("fresh").toString())));
            assertEquals(
                    Recorded.get().finalHash(), verify(data).get("finalHash").asText());
        } finally {
            run("umount", "-l", mounted.toString());
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static Wrong serve(final Path data, final String options, final String... says) {
        return refused(Served.arguments(data, options.split(" ")), says);
    }

    private Wrong config(final Path data, final String name, final String toml, final String... says)
            throws IOException {
        final Path file = Files.writeString(folder.resolve(name + ".toml"), toml);
        final List<String> all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(says));
        return new Wrong(Served.arguments(data, "--config", file.toString()), all);
    }

    private static JsonNode verify(final Path data) throws InterruptedException {
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), verified.toString());
        return verified;
    }

    /** Runs them all, some at once, because most of the time is the JVM's start. */
    private static void requireRefused(final List<Wrong> all) throws InterruptedException {
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            final List<Wrong> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            final List<RingsideProcess> running = new ArrayList<>();
            try {
                for (final Wrong each : some) {
                    running.add(RingsideProcess.startBrief(each.arguments().toArray(new String[0])));
                }
                for (int i = 0; i < some.size(); i++) {
                    requireRefused(some.get(i), running.get(i).await(60));
                }
            } finally {
                running.forEach(RingsideProcess::close);
            }
        }
    }

    private static void requireRefused(final Wrong wrong, final RingsideProcess.Result result) {
        final String what = String.join(" ", wrong.arguments()) + ": " + result;
        assertEquals(USAGE, result.exitCode(), what);
        assertEquals("", result.out(), what);
        final List<String> lines = result.err()
                .lines()
                .filter(line -> line.startsWith("ringside: "))
                .toList();
        assertEquals(1, lines.size(), what);
        for (final String said : wrong.says()) {
            assertTrue(lines.get(0).contains(said), () -> "'" + said + "' is not in " + what);
        }
        assertFalse(result.err().contains("\tat "), what);
        assertFalse(result.err().contains("Exception"), what);
    }
}
