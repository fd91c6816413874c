package ringside.arena;

import org.agrona.DirectBuffer;
import ringside.behavior.BehaviorTree;
import ringside.behavior.TreeCache;
import ringside.behavior.TreeException;
import ringside.behavior.TreeRule;
import ringside.behavior.TreeRunner;
import ringside.behavior.xml.TreeFile;
import ringside.engine.game.Match;
import ringside.layout.BytesColumn;
import ringside.layout.LongColumn;
import ringside.layout.Rows;

/**
 * Bots decide what a player would decide, from what a player would see, and then play by the same rules. First a bot looks
 * ({@link BotEyes}), then its behaviour tree, {@code bots.xml} or that of the rules, says what to do about it. What they remember is in the
 * table {@code bots}, the tree's progress included; their only chance is the match's own.
 */
final class Bots {
    /** The tree of this version, beside this class in the jar. */
    static final String TREE = "bots.xml";

    private final ArenaTables.BotsTable bots;
    private final BotEyes eyes;
    private final BehaviorTree standard;
    private final TreeRule rule;
    private final TreeCache trees;
    private final LongColumn digest;
    private final TreeRunner<BotMind> runner;
    private final BotMind mind = new BotMind();

    Bots(final ArenaLayout layout, final Vision vision) {
        bots = layout.tables.bots;
        digest = layout.tables.round.botTree;
        eyes = new BotEyes(layout.tables, vision);
        final BotLeaves leaves = new BotLeaves(layout.tables, eyes);
        standard = TreeFile.resource(Bots.class, TREE, leaves.all());
        rule = new TreeRule(layout.rules.botTree, leaves.all(), bots.memory);
        trees = new TreeCache(leaves.all());
        runner = new TreeRunner<>(leaves.all(), bots.memory);
    }

    /** The tree that bots act by unless the rules say otherwise. */
    BehaviorTree tree() {
        return standard;
    }

    /** Which of the rules is a tree, and what it may be made of. */
    TreeRule rule() {
        return rule;
    }

    /**
     * The rules may have another tree than before; bots go on by it from its root.
     *
     * @throws TreeException when that is none which they can act by
     */
    void choose(final Match match) {
        final BytesColumn column = rule.column();
        final DirectBuffer rules = match.rules().buffer();
        if (isZero(rules, column.offset(), column.widthBytes())) {
            match.set(digest, 0);
            return;
        }
        final BehaviorTree tree = BehaviorTree.fromBytes(rules, column.offset(), column.widthBytes(), rule.leaves());
        final String complaint = rule.complaint(tree);
        if (complaint != null) {
            throw new TreeException(complaint);
        }
        match.set(digest, tree.digest());
    }

    private static boolean isZero(final DirectBuffer buffer, final int offset, final int length) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= buffer.getByte(offset + i);
        }
        return all == 0;
    }

    private BehaviorTree treeOf(final Match match) {
        final long chosen = match.get(digest);
        return chosen == 0
                ? standard
                : trees.get(
                        chosen,
                        match.rules().buffer(),
                        rule.column().offset(),
                        rule.column().widthBytes());
    }

    /** Fills in what the bot in that body wants to do in this frame. */
    void decide(final Match match, final int row, final Controls controls) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        mind.of(match, row, bot, controls);
        if (mind.looks()) {
            eyes.look(match, row, bot);
            eyes.watchForBullets(match, row, bot);
        }
        controls.moveX = 0;
        controls.moveY = 0;
        controls.fire = false;
        controls.dash = false;
        runner.tick(treeOf(match), mind);
    }

    /** A bot that rises anew has forgotten whom it fought, and what it was about to do. */
    void forget(final Match match, final int row) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        if (bot != Rows.NONE) {
            match.set(bot, bots.target, ArenaTables.NOBODY);
            match.set(bot, bots.goalNode, ArenaTables.NOBODY);
            bots.memory.clear(match, bot);
        }
    }
}
