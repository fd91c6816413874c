package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.behavior.BehaviorTree;
import ringside.behavior.xml.Trees;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.output.Refusal;
import ringside.layout.BytesColumn;
import ringside.layout.RecordType;
import ringside.testkit.MatchSetup;
import ringside.testkit.RingsideTest;
import ringside.testkit.TestMatch;
import ringside.testkit.TestPlayer;

/** Rules that change while a match runs. */
@RingsideTest(game = ArenaGame.class, hz = 60, seed = 12)
class RulesTest {
    private static final String IDLE = """
            <root BTCPP_format="4"><BehaviorTree ID="Idle"><LookAhead/></BehaviorTree></root>
            """;

    @Test
    void bots_come_and_go_as_the_rules_say(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 6).start();
        match.join("name", "ann");
        match.frames(10);
        match.changeRules("bots", 2).expectTaken();
        assertEquals(2, match.rows("players").size());
        assertEquals(1, match.rows("bots").size());
        match.frames(5);
        match.changeRules("bots", 10).expectTaken();
        match.frames(200);
        assertEquals(10, match.rows("players").size());
        match.changeRules("bots", 0).expectTaken();
        match.frames(20);
        assertEquals(1, match.rows("players").size());
    }

    @Test
    void damage_and_respawn_count_from_the_next_bullet_and_death_on(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 10, "botsAlone", true).start();
        match.frames(60);
        match.changeRules("damage", 100, "respawnMs", 0, "fog", false).expectTaken();
        final int hits = match.effects("hit").size();
        final int kills = match.effects("kill").size();
        match.frames(1200);
        assertTrue(match.effects("kill").size() > kills);
        assertEquals(match.effects("hit").size() - hits, match.effects("kill").size() - kills, "every hit kills");
    }

    @Test
    void sides_stay_as_they_are(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 4).start();
        match.frames(10);
        match.changeRules("teams", true, "bots", 2).expectRefused(Refusal.RULES_REJECTED);
        assertEquals(4, match.rows("players").size());
        assertEquals(4L, match.rule("bots"));
    }

    @Test
    void bots_act_by_the_tree_of_the_rules_and_by_their_own_again(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 8, "botsAlone", true).start();
        match.frames(300);
        change(match, idle(match).toBytes());
        match.frames(120);
        final long shots = match.effects("shot").size();
        match.frames(300);
        assertEquals(shots, match.effects("shot").size(), "an idle bot does not shoot");
        change(match, new byte[0]);
        match.frames(600);
        assertTrue(match.effects("shot").size() > shots);
    }

    @Test
    void what_is_no_tree_is_refused(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 2).start();
        match.frames(10);
        final RecordType type = match.layout().rules();
        final byte[] record = withTree(match, new byte[] {1, 2, 3});
        match.apply(event -> RulesPayload.write(
                                event, 1, new UnsafeBuffer(record), 0, type.lengthBytes(), OperatorPayload.none())
                        .inputSeq(77))
                .expectRefused(Refusal.RULES_REJECTED);
    }

    @Test
    void a_match_without_players_waits_with_its_bots_in_place_and_waits_again_when_all_have_left(
            final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 6).start();
        final long created = match.hash();
        match.frames(100);
        assertEquals(0, match.frameNumber());
        assertEquals(created, match.hash());
        assertEquals(6, match.rows("bots").size());
        final TestPlayer ann = match.join("name", "ann");
        match.frames(100);
        assertEquals(100, match.frameNumber());
        assertEquals(5, match.rows("bots").size());
        ann.leave();
        match.frames(100);
        assertEquals(101, match.frameNumber(), "the frame after which nobody was there is the last");
        assertEquals(6, match.rows("bots").size());
        match.join("name", "bob");
        match.frames(10);
        assertEquals(111, match.frameNumber());
    }

    @Test
    void bots_play_on_alone_while_the_rules_say_so(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 6).start();
        match.changeRules("botsAlone", true).expectTaken();
        match.frames(50);
        assertEquals(50, match.frameNumber());
        match.changeRules("botsAlone", false).expectTaken();
        match.frames(50);
        assertEquals(51, match.frameNumber());
    }

    private static BehaviorTree idle(final TestMatch match) {
        final ArenaGame game = match.game(ArenaGame.class);
        return Trees.parse(IDLE, "idle.xml", game.treeRules().get(0).leaves()).orThrow();
    }

    private static byte[] withTree(final TestMatch match, final byte[] tree) {
        final RecordType type = match.layout().rules();
        final BytesColumn column = (BytesColumn) type.column("botTree");
        final byte[] record = new byte[type.lengthBytes()];
        match.match().rules().buffer().getBytes(0, record);
        Arrays.fill(record, column.offset(), column.offset() + column.widthBytes(), (byte) 0);
        System.arraycopy(tree, 0, record, column.offset(), tree.length);
        return record;
    }

    private static void change(final TestMatch match, final byte[] tree) {
        final byte[] record = withTree(match, tree);
        match.apply(event -> RulesPayload.write(
                                event, 1, new UnsafeBuffer(record), 0, record.length, OperatorPayload.none())
                        .inputSeq(77))
                .expectTaken();
    }
}
