package ringside.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.output.Refusal;

final class RulesReloaderTest {
    private final GameType type = new GameType(new Drilled());
    private final GameTypes types = new GameTypes(List.of(type));
    private final List<String> told = new ArrayList<>();
    private final List<FakeMatch> matches = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;
    private RuleBook book;
    private RulesReloader reloader;
    private long nowNs;
    private long fileSeconds = 1_000_000;
    private @Nullable Refusal refusal;
    private boolean isRingFull;

    /** A match that takes rules as logic would. */
    private final class FakeMatch implements RunningMatch {
        private final int id;
        private byte[] rules;
        /** What it goes on showing while it stands still. */
        private byte @Nullable [] shows;

        private final List<String> operators = new ArrayList<>();

        FakeMatch(final int id, final RuleRecord record) {
            this.id = id;
            rules = record.bytes();
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public GameType type() {
            return type;
        }

        @Override
        public boolean isPublished() {
            return true;
        }

        @Override
        public byte[] rules() {
            return shows == null ? rules.clone() : shows.clone();
        }

        private int bots() {
            return rules[0];
        }
    }

    @BeforeEach
    void begin() throws IOException {
        file = write("main.toml", "bots = 2\n");
        start(file);
    }

    private void start(final Path location) {
        final RuleSource source = new RuleSource(location, types, type, List.of());
        final RuleSource.Reading first = source.read();
        book = RuleBook.of(first);
        reloader = new RulesReloader(
                source, first, book, folder.resolve("noted"), this::send, () -> nowNs, told::add, told::add);
    }

    private boolean send(final Event event, final Consumer<@Nullable Refusal> answered) {
        if (isRingFull) {
            return false;
        }
        final FakeMatch match = matches.get(event.match() - 1);
        final byte[] record = new byte[RulesPayload.recordLength(event)];
        event.buffer().getBytes(RulesPayload.RECORD_OFFSET, record);
        match.operators.add(OperatorPayload.who(
                        event.buffer(), RulesPayload.operatorOffset(event), RulesPayload.operatorLength(event))
                + ": "
                + OperatorPayload.why(
                        event.buffer(), RulesPayload.operatorOffset(event), RulesPayload.operatorLength(event)));
        if (refusal == null) {
            match.rules = record;
        }
        answered.accept(refusal);
        return true;
    }

    /** Writes as editors do: a new file, put in the place of the old, with a time of its own. */
    private Path write(final String name, final String text) throws IOException {
        final Path target = folder.resolve(name);
        final Path fresh = Files.writeString(folder.resolve(name + "~"), text);
        Files.setLastModifiedTime(fresh, FileTime.fromMillis(++fileSeconds * 1000));
        return Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private FakeMatch met(final RuleRecord record) {
        final FakeMatch match = new FakeMatch(matches.size() + 1, record);
        matches.add(match);
        reloader.met(match);
        reloader.doWork();
        return match;
    }

    private void look() {
        nowNs += RulesReloader.LOOK_EVERY_NS;
        reloader.doWork();
    }

    private void looks() {
        look();
        look();
    }

    private String bots() {
        return book.standard().record().format(type.layout().rules().column("bots"));
    }

    @Test
    void a_change_reaches_new_matches_and_running_ones_and_says_so() throws IOException {
        final FakeMatch match = met(book.standard().record());
        write("main.toml", "bots = 3\nlimit = 5\n");
        looks();
        assertEquals("3", bots());
        assertEquals(3, match.bots());
        final String digest = book.standard().record().digest();
        assertEquals(List.of("rules file: main " + digest), match.operators);
        assertEquals(
                List.of("rule set main " + digest + ": bots 2 -> 3, limit 20 -> 5", "rule set main: taken by match 1"),
                told);
        looks();
        assertEquals(2, told.size(), "once");
    }

    @Test
    void a_file_is_read_only_once_it_is_left_alone() throws IOException {
        write("main.toml", "bots = 3\n");
        look();
        assertEquals("2", bots(), "it may still be written");
        write("main.toml", "bots = 4\n");
        look();
        assertEquals("2", bots(), "it was");
        look();
        assertEquals("4", bots());
    }

    @Test
    void nothing_is_looked_at_between_two_looks() throws IOException {
        write("main.toml", "bots = 3\n");
        for (int i = 0; i < 10; i++) {
            reloader.doWork();
        }
        assertEquals("2", bots());
    }

    @Test
    void a_bad_file_keeps_the_old_rules_and_is_told_once_for_each_change() throws IOException {
        final FakeMatch match = met(book.standard().record());
        write("main.toml", "bots = 3\nlimit = 0\n");
        looks();
        looks();
        assertEquals("2", bots());
        assertEquals(2, match.bots());
        assertEquals(
                List.of(
                        file + ":2: limit = 0: outside 1 to 1000000",
                        "rule set main: keeps its old rules for the problems above"),
                told);
        write("main.toml", "bots = 3\n");
        looks();
        assertEquals(3, match.bots(), "mended");
    }

    @Test
    void a_file_that_is_gone_keeps_the_old_rules_until_it_is_back() throws IOException {
        Files.delete(file);
        looks();
        assertEquals("2", bots());
        assertEquals(file + ": does not exist", told.get(0));
        write("main.toml", "bots = 5\n");
        looks();
        assertEquals("5", bots());
    }

    @Test
    void an_included_file_and_one_that_was_missing_are_watched_too() throws IOException {
        final Path base = folder.resolve("base.toml");
        write("main.toml", "include = \"base.toml\"\n");
        looks();
        assertEquals(List.of(file + ":1: include = base.toml: does not exist"), told.subList(0, 1));
        write("base.toml", "bots = 7\n");
        looks();
        assertEquals("7", bots(), "it came to be");
        write("base.toml", "bots = 8\n");
        looks();
        assertEquals("8", bots(), base + " changed");
    }

    @Test
    void a_trees_file_is_watched_too() throws IOException {
        final String tree = "<root BTCPP_format=\"4\"><BehaviorTree ID=\"A\"><IsReady/></BehaviorTree></root>";
        write("guard.xml", tree);
        write("main.toml", "tree = \"guard.xml\"\n");
        looks();
        final FakeMatch match = met(book.standard().record());
        write("guard.xml", tree.replace("<IsReady/>", "<Inverter><IsReady/></Inverter>"));
        looks();
        assertTrue(book.standard().record().isSameAs(match.rules));
        assertEquals(1, match.operators.size());
        write("guard.xml", tree.replace("IsReady", "Nothing"));
        looks();
        assertEquals(1, match.operators.size(), "a bad tree keeps the old one");
        assertTrue(told.get(told.size() - 2).startsWith(folder.resolve("guard.xml") + ":1: Nothing: "), told::toString);
    }

    @Test
    void a_match_that_refuses_keeps_its_rules_is_told_of_once_and_asked_again_after_the_next_change()
            throws IOException {
        final FakeMatch first = met(book.standard().record());
        final FakeMatch second = met(book.standard().record());
        refusal = Refusal.RULES_REJECTED;
        write("main.toml", "bots = 3\n");
        looks();
        looks();
        assertEquals(2, first.bots());
        assertEquals(1, second.operators.size());
        assertEquals(
                "rule set main: not taken, " + Refusal.RULES_REJECTED.text() + ": 2 matches: 1, 2",
                told.get(told.size() - 1));
        refusal = null;
        write("main.toml", "bots = 4\n");
        looks();
        assertEquals(4, first.bots());
    }

    @Test
    void a_match_with_rules_of_its_own_is_left_alone() throws IOException {
        final FakeMatch own = met(RuleRecord.of(type, List.of(RuleValue.given("bots", 9))));
        final FakeMatch changed = met(book.standard().record());
        changed.rules = own.rules.clone();
        write("main.toml", "bots = 3\n");
        looks();
        assertEquals(9, own.bots());
        assertEquals(9, changed.bots());
        assertEquals("match 1 has rules of its own: it keeps them when files change", told.get(0));
        assertEquals("match 2 was given rules of its own: it keeps them", told.get(told.size() - 1));
    }

    @Test
    void a_match_that_began_with_what_a_set_was_a_moment_ago_gets_what_it_is_now() throws IOException {
        final RuleRecord before = book.standard().record();
        write("main.toml", "bots = 3\n");
        looks();
        final FakeMatch match = met(before);
        look();
        assertEquals(3, match.bots());
    }

    @Test
    void a_match_that_outlived_a_server_gets_what_was_edited_while_none_ran() throws IOException {
        final RuleRecord first = book.standard().record();
        write("main.toml", "bots = 3\n");
        looks();
        final RuleRecord second = book.standard().record();
        write("main.toml", "bots = 4\n");
        start(file);
        told.clear();
        final FakeMatch oldest = met(first);
        final FakeMatch older = met(second);
        final FakeMatch own = met(RuleRecord.of(type, List.of(RuleValue.given("bots", 9))));
        look();
        look();
        assertEquals(4, oldest.bots());
        assertEquals(4, older.bots());
        assertEquals(9, own.bots());
        assertEquals(1, oldest.operators.size());
        assertEquals(
                List.of(
                        "match 3 has rules of its own: it keeps them when files change",
                        "rule set main: taken by 2 matches: 1, 2"),
                told);
    }

    @Test
    void no_more_than_the_newest_records_of_a_set_are_known_by() throws IOException {
        final RuleRecord forgotten = book.standard().record();
        for (int i = 1; i <= RuleHistory.REMEMBERED; i++) {
            write("main.toml", "limit = " + i + "\n");
            start(file);
        }
        final FakeMatch match = met(forgotten);
        looks();
        assertEquals(2, match.bots());
        assertEquals(
                RuleHistory.REMEMBERED,
                Files.readAllLines(folder.resolve("noted")).size());
    }

    @Test
    void what_cannot_be_read_of_earlier_rules_is_named_and_left_out() throws IOException {
        final RuleRecord before = book.standard().record();
        final Path noted = folder.resolve("noted");
        Files.writeString(noted, "main 12 zz\n" + Files.readString(noted) + "\nother 0000000000000000 00\n");
        write("main.toml", "bots = 3\n");
        told.clear();
        start(file);
        final FakeMatch match = met(before);
        looks();
        assertEquals(3, match.bots());
        assertEquals(noted + ":1: is no earlier record of rules; matches that have it keep it", told.get(0));
        assertEquals(noted + ":3: is no earlier record of rules; matches that have it keep it", told.get(1));
        assertEquals(2, Files.readAllLines(noted).size(), "sets that are no more are dropped");
    }

    @Test
    void a_match_that_stands_still_follows_its_file_although_it_does_not_show_what_it_took() throws IOException {
        final FakeMatch match = met(book.standard().record());
        match.shows = match.rules;
        write("main.toml", "bots = 3\n");
        looks();
        assertEquals(3, match.rules[0]);
        write("main.toml", "bots = 4\n");
        looks();
        assertEquals(4, match.rules[0]);
    }

    @Test
    void what_finds_no_room_in_the_ring_is_offered_again() throws IOException {
        final FakeMatch match = met(book.standard().record());
        isRingFull = true;
        write("main.toml", "bots = 3\n");
        looks();
        assertEquals(2, match.bots());
        isRingFull = false;
        look();
        assertEquals(3, match.bots());
    }

    @Test
    void a_match_that_is_over_is_asked_no_more() throws IOException {
        final FakeMatch match = met(book.standard().record());
        reloader.gone(match.id());
        write("main.toml", "bots = 3\n");
        looks();
        assertEquals(List.of(), match.operators);
    }

    @Test
    void in_a_folder_each_set_changes_for_itself_and_new_ones_are_found() throws IOException {
        Files.delete(file);
        write("drilled.toml", "bots = 1\n");
        write("duel.toml", "bots = 2\n");
        start(folder);
        final FakeMatch standard = met(book.standard().record());
        final FakeMatch duel = met(book.require("duel").record());
        write("duel.toml", "bots = 5\n");
        write("drilled.toml", "bots = = 5\n");
        write("third.toml", "bots = 9\n");
        looks();
        assertEquals(1, standard.bots(), "broken, so kept");
        assertEquals(5, duel.bots());
        assertEquals("bots=9", book.require("third").record().toString().substring(0, 6));
        Files.delete(folder.resolve("duel.toml"));
        looks();
        assertEquals("bots=5", book.require("duel").record().toString().substring(0, 6));
        assertTrue(told.contains("rule set duel: its file is gone; its last rules stay until the server ends"));
    }
}
