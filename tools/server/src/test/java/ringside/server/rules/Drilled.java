package ringside.server.rules;

import java.util.List;
import ringside.behavior.Actor;
import ringside.behavior.Leaves;
import ringside.behavior.TreeMemory;
import ringside.behavior.TreeRule;
import ringside.behavior.TreeRules;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BytesColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Table;

/** A game with rules of every type, one of them a tree. */
final class Drilled implements Game, TreeRules {
    static final int TREE_BYTES = 96;

    private final Leaves<Actor> leaves = new Leaves<Actor>().condition("IsReady", (actor, tick) -> true);
    private final String name;
    private BytesColumn tree;
    private TreeMemory memory;

    Drilled() {
        this("drilled");
    }

    Drilled(final String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(1);
        layout.rules().int8("bots", 0, 10).withDefault(6);
        layout.rules().int16("speed", -100, 100);
        layout.rules().int32("limit", 1, 1_000_000).withDefault(20);
        layout.rules().int64("seed");
        layout.rules().bool("fog").withDefault(true);
        layout.rules().fixed("drag", -10, 10).withDefaultRaw(98_304);
        layout.rules().text("motto", 8);
        layout.rules().bytes("key", 4);
        tree = layout.rules().bytes("tree", TREE_BYTES);
        final Table minds = layout.table("minds", 2).hidden();
        memory = TreeMemory.declare(minds, 4);
        layout.rules().ref("mind", minds);
    }

    @Override
    public List<TreeRule> treeRules() {
        return List.of(new TreeRule(tree, leaves, memory));
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void step(final Match match) {}
}
