package ringside.it;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.BoolColumn;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** A game that nobody has drawn: players walk along a row of trees and pick what is ripe. Nobody sees far. */
public final class Orchard implements Game {
    private static final int TREES = 12;
    private static final int SIGHT = 3;
    private static final int RIPENS = 30;

    private Table trees;
    private IntColumn treeAt;
    private BoolColumn ripe;
    private IntColumn ripeIn;
    private Table players;
    private IntColumn seat;
    private IntColumn at;
    private IntColumn basket;
    private IntColumn walk;
    private BoolColumn pick;
    private RecordType picked;
    private IntColumn pickedBy;
    private IntColumn pickedAt;

    @Override
    public String name() {
        return "orchard";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.logicVersion(1).seats(4);
        trees = layout.table("trees", TREES);
        treeAt = trees.int8("at", 0, TREES - 1);
        ripe = trees.bool("ripe");
        ripeIn = trees.int16("ripeIn", 0, RIPENS);
        players = layout.table("players", 4);
        seat = players.owner("seat");
        at = players.int8("at", 0, TREES - 1);
        basket = players.int16("basket", 0, 30_000);
        walk = layout.input().int8("walk", -1, 1);
        pick = layout.input().bool("pick");
        picked = layout.effect("picked", EffectClass.SURE);
        pickedBy = picked.int8("by", 0, 3);
        pickedAt = picked.int8("tree", 0, TREES - 1);
    }

    @Override
    public void created(final Match match) {
        for (int i = 0; i < TREES; i++) {
            final int row = match.add(trees);
            match.set(row, treeAt, i);
            match.set(row, ripe, true);
        }
    }

    @Override
    public void joined(final Match match, final int who) {
        final int row = match.addAt(players, who);
        match.set(row, seat, who);
        match.set(row, at, who * 3);
    }

    @Override
    public void left(final Match match, final int who) {
        match.remove(players, match.rowAt(players, who));
    }

    @Override
    public void step(final Match match) {
        for (int row = match.first(trees); row != Rows.NONE; row = match.next(trees, row)) {
            if (!match.get(row, ripe)) {
                final int left = match.get(row, ripeIn) - 1;
                match.set(row, ripeIn, left);
                match.set(row, ripe, left == 0);
            }
        }
        for (int row = match.first(players); row != Rows.NONE; row = match.next(players, row)) {
            final RecordView input = match.input(match.get(row, seat));
            match.set(row, at, Math.max(0, Math.min(TREES - 1, match.get(row, at) + input.get(walk))));
            if (input.get(pick)) {
                pick(match, row);
            }
        }
    }

    private void pick(final Match match, final int player) {
        final int tree = match.rowAt(trees, match.get(player, at));
        if (match.get(tree, ripe)) {
            match.set(tree, ripe, false);
            match.set(tree, ripeIn, RIPENS);
            match.set(player, basket, match.get(player, basket) + 1);
            final RecordView effect = match.emit(picked);
            effect.set(pickedBy, match.get(player, seat));
            effect.set(pickedAt, match.get(player, at));
        }
    }

    @Override
    public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        final int own = snapshot.rowAt(players, Math.max(0, viewer.seat()));
        for (int row = snapshot.first(players); row != Rows.NONE; row = snapshot.next(players, row)) {
            visible.add(players, row);
        }
        for (int row = snapshot.first(trees); row != Rows.NONE; row = snapshot.next(trees, row)) {
            if (own == Rows.NONE || Math.abs(snapshot.get(row, treeAt) - snapshot.get(own, at)) <= SIGHT) {
                visible.add(trees, row);
            }
        }
    }
}
