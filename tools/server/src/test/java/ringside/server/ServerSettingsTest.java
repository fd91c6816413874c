package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.logic.LogicSettings;
import ringside.journal.Durability;
import ringside.server.rules.RuleValue;

final class ServerSettingsTest {
    @TempDir
    private Path folder;

    private Path file(final String text) throws IOException {
        return Files.writeString(folder.resolve("server.toml"), text);
    }

    private String refusal(final String text) throws IOException {
        final Path file = file(text);
        final ServerException e = assertThrows(ServerException.class, () -> ServerSettings.read(file));
        assertTrue(e.isConfiguration());
        return String.valueOf(e.getMessage());
    }

    @Test
    void without_a_word_everything_is_at_its_default() {
        final ServerSettings settings = ServerSettings.defaults();
        assertEquals(60, settings.whole(ServerSetting.HZ));
        assertEquals(Durability.MAPPED, settings.durability());
        assertEquals(Path.of("ringside-data"), settings.dir());
        assertFalse(settings.flag(ServerSetting.PRODUCTION));
        assertFalse(settings.isGiven(ServerSetting.HZ));
        assertTrue(settings.rules().isEmpty());
        settings.requireTogether();
    }

    @ParameterizedTest
    @EnumSource
    void every_setting_has_a_default_that_may_be_given_and_a_meaning(final ServerSetting setting) {
        final Object value = setting.defaultValue();
        assertEquals(
                value,
                setting.parse(value instanceof Path || value instanceof Durability ? setting.defaultText() : value));
        assertFalse(setting.meaning().isBlank());
    }

    @Test
    void a_file_is_read_and_options_go_over_it() throws IOException {
        final ServerSettings read = ServerSettings.read(file("""
                # a comment
                dir = "data"
                hz = 30
                production = true
                durability = "synced"

                [rules]
                bots = 2
                drag = 1.5
                night = true
                motto = "go"
                """));
        assertEquals(Path.of("data"), read.dir());
        assertEquals(30, read.whole(ServerSetting.HZ));
        assertTrue(read.flag(ServerSetting.PRODUCTION));
        assertEquals(Durability.SYNCED, read.durability());
        assertEquals(
                "bots=2@8 drag=1.5@9 motto=go@11 night=true@10",
                read.rules().stream()
                        .map(rule -> rule.rule() + "=" + rule.value() + "@" + rule.line())
                        .collect(Collectors.joining(" ")));
        final ServerSettings over = read.with(ServerSetting.HZ, 50).withRule("bots", 3);
        assertEquals(50, over.whole(ServerSetting.HZ));
        assertEquals(RuleValue.given("bots", 3), over.rules().iterator().next());
        assertEquals(30, read.whole(ServerSetting.HZ), "immutable");
        assertTrue(over.toString().contains("hz=50"), over::toString);
        assertTrue(over.toString().contains("bots=3"), over::toString);
    }

    @Test
    void an_empty_file_gives_the_defaults() throws IOException {
        assertEquals(
                ServerSettings.defaults().toString(),
                ServerSettings.read(file("")).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hz = 0 | hz = 0: outside 1 to 1000",
                "hz = 1001 | hz = 1001: outside 1 to 1000",
                "hz = \"60\" | hz = 60: a whole number is wanted",
                "hz = 59.94 | hz = 59.94: a whole number is wanted",
                "hz = nan | hz = NaN: a whole number is wanted",
                "hz = 4294967356 | hz = 4294967356: a whole number is wanted",
                "hz = [60] | hz = [60]: a whole number is wanted",
                "tcp = 65536 | tcp = 65536: outside -1 to 65535",
                "http = -2 | http = -2: outside -1 to 65535",
                "matches = -1 | matches = -1: outside 0 to 65536",
                "checkpointSeconds = 0 | checkpointSeconds = 0: outside 1 to 86400",
                "production = 1 | production = 1: true or false is wanted",
                "durability = \"fast\" | durability = fast: mapped, synced or replicated is wanted",
                "name = \"a b\" | name = a b: up to 32 letters, digits, dots, dashes and underscores are possible",
                "engines = 0 | engines = 0: outside 1 to 64",
                "engines = 65 | engines = 65: outside 1 to 64",
                "admin = 70000 | admin = 70000: outside -1 to 65535",
                "adminSecret = 5 | adminSecret = (not shown): text is wanted",
                "watchdogSeconds = -1 | watchdogSeconds = -1: outside 0 to 86400",
                "idleSeconds = 0 | idleSeconds = 0: outside 1 to 86400",
                "keepEndedSeconds = -1 | keepEndedSeconds = -1: outside 0 to 86400",
                "maxRewindMs = 0 | maxRewindMs = 0: outside 1 to 30000",
                "results = \"http://\" | results = http://: a file, or an address that begins with http:// or https://",
                "results = \"http:///a\" | results = http:///a: the address names no host",
                "results = \"a\\u0000b\" | a file, or an address that begins with http:// or https:// is wanted",
                "game = 7 | game = 7: text is wanted",
                "bind = \"\" | bind = : text is wanted",
                "dir = true | dir = true: a path is wanted",
                "dir = \" \" | dir =  : a path is wanted",
                "dir = \"a\\u0000b\" | a path of this system is wanted",
                "rules = 5 | rules = 5: the name of a file or folder is wanted, or a table [rules]",
                "rules = \"\" | rules = : text is wanted",
            })
    void what_is_wrong_is_named_with_file_key_value_and_what_is_wanted(final String line, final String expected)
            throws IOException {
        final String message = refusal(line);
        assertTrue(message.startsWith(folder.resolve("server.toml") + ":1: "), message);
        assertTrue(message.contains(expected), message);
    }

    @Test
    void an_unknown_key_is_refused_and_the_known_ones_are_listed() throws IOException {
        final String message = refusal("hertz = 60");
        assertTrue(message.contains(":1: unknown key 'hertz'; known are [dir, rules, game, matches, hz,"), message);
        assertTrue(
                refusal("\nseatHoldSecond = 60").contains(":2: unknown key 'seatHoldSecond' (did you mean"), message);
    }

    @Test
    void a_mistake_in_the_syntax_is_named_by_its_line() throws IOException {
        final String message = refusal("hz = 60\n\ntcp = = 5\n");
        assertTrue(message.startsWith(folder.resolve("server.toml") + ":3: "), message);
    }

    @Test
    void a_key_given_twice_is_refused() throws IOException {
        final String message = refusal("hz = 60\nhz = 30\n");
        assertTrue(message.startsWith(folder.resolve("server.toml") + ":2: "), message);
    }

    @Test
    void a_file_that_is_not_there_or_cannot_be_read_is_named() {
        final Path missing = folder.resolve("missing.toml");
        assertEquals(
                missing + ": does not exist",
                assertThrows(ServerException.class, () -> ServerSettings.read(missing))
                        .getMessage());
        assertTrue(String.valueOf(assertThrows(ServerException.class, () -> ServerSettings.read(folder))
                        .getMessage())
                .startsWith(folder + ": cannot be read"));
    }

    @Test
    void settings_that_do_not_go_together_are_refused_whatever_their_order() {
        final ServerSettings tooMany =
                ServerSettings.defaults().with(ServerSetting.MATCHES, 20).with(ServerSetting.MAX_MATCHES, 10);
        assertEquals(
                "matches = 20: above maxMatches = 10; ask for fewer, or raise maxMatches",
                assertThrows(ServerException.class, tooMany::requireTogether).getMessage());
        final ServerSettings tooLong = ServerSettings.defaults()
                .with(ServerSetting.SEAT_HOLD_SECONDS, 86_400)
                .with(ServerSetting.HZ, 1000);
        assertEquals(
                "seatHoldSeconds = 86400: at hz = 1000 at most 10000 are possible",
                assertThrows(ServerException.class, tooLong::requireTogether).getMessage());
        final ServerSettings tooFar =
                ServerSettings.defaults().with(ServerSetting.MAX_REWIND_MS, 600).with(ServerSetting.HZ, 100);
        assertEquals(
                "maxRewindMs = 600: at hz = 100 at most 300 are possible",
                assertThrows(ServerException.class, tooFar::requireTogether).getMessage());
        final ServerSettings spread =
                ServerSettings.defaults().with(ServerSetting.ENGINES, 2).with(ServerSetting.MAX_MATCHES, 10);
        spread.with(ServerSetting.MATCHES, 20).requireTogether();
        assertEquals(
                "matches = 21: above engines = 2 times maxMatches = 10; ask for fewer, or raise maxMatches",
                assertThrows(ServerException.class, spread.with(ServerSetting.MATCHES, 21)::requireTogether)
                        .getMessage());
    }

    @Test
    void an_admin_port_that_others_can_reach_wants_a_secret_and_the_secret_is_never_printed() {
        final ServerSettings open =
                ServerSettings.defaults().with(ServerSetting.ADMIN, 0).with(ServerSetting.ADMIN_BIND, "0.0.0.0");
        final String message = String.valueOf(
                assertThrows(ServerException.class, open::requireTogether).getMessage());
        assertTrue(message.startsWith("adminBind = 0.0.0.0: "), message);
        assertTrue(message.contains("adminSecret"), message);
        open.with(ServerSetting.ADMIN, -1).requireTogether();
        final ServerSettings kept = open.with(ServerSetting.ADMIN_SECRET, "open sesame");
        kept.requireTogether();
        assertFalse(kept.toString().contains("sesame"), kept::toString);
        assertTrue(kept.toString().contains("adminSecret=(given)"), kept::toString);
    }

    @Test
    void what_reaches_logic_is_counted_in_frames() {
        final LogicSettings bounds = LogicBounds.wanted(ServerSettings.defaults()
                .with(ServerSetting.HZ, 50)
                .with(ServerSetting.MAX_REWIND_MS, 110)
                .with(ServerSetting.KEEP_ENDED_SECONDS, 3)
                .with(ServerSetting.SEAT_HOLD_SECONDS, 7));
        assertEquals(6, bounds.maxRewindFrames(), "rounded up");
        assertEquals(150, bounds.keepEndedFrames());
        assertEquals(350, bounds.seatHoldFrames());
        assertEquals(
                LogicSettings.MOST_REWIND_FRAMES,
                LogicBounds.wanted(ServerSettings.defaults().with(ServerSetting.HZ, 1000))
                        .maxRewindFrames(),
                "what nobody asked for is brought within its bounds");
    }

    @Test
    void snapshots_are_kept_for_twice_as_long_as_a_baseline_shall_reach_back() {
        assertEquals(32, OpenedEngine.snapshotsKept(60));
        assertEquals(64, OpenedEngine.snapshotsKept(128));
        assertEquals(16, OpenedEngine.snapshotsKept(1));
        assertEquals(512, OpenedEngine.snapshotsKept(1000));
    }
}
