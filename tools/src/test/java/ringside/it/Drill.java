package ringside.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * A game that does at a frame of its rules what games should not, or comes to its end: for servers in other processes. Which version
 * of its logic it is says a system property, so that two processes are two builds; others have it take memory where games should not.
 */
public class Drill implements Game {
    private IntColumn work;
    private IntColumn endsAt;
    private IntColumn loopsAt;
    private IntColumn hoardsAt;
    private IntColumn toilsFrom;
    private IntColumn toilsTo;
    private IntColumn toil;
    private IntColumn done;
    private Table targets;
    private RefColumn aim;
    private IntColumn points;
    private IntColumn fault;
    private IntColumn faultAt;

    /** While a file of that name is there, this process computes otherwise than others. */
    private static final String DRIFTS = System.getProperty("drill.driftsBeside");

    /** Kept, so that the memory is gone for everybody. */
    private static final List<long[]> HOARD = Collections.synchronizedList(new ArrayList<>());

    /** What the rule {@code fault} makes it do. */
    enum Fault {
        NONE(0),
        THROWS(1),
        VALUE_OUT_OF_RANGE(2),
        ROW_BEYOND_CAPACITY(3),
        STALE_ROW(4),
        STALE_REFERENCE(5);

        final int code;

        Fault(final int code) {
            this.code = code;
        }
    }

    @Override
    public String name() {
        return "drill";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.logicVersion(Integer.getInteger("drill.logicVersion", 1)).seats(4);
        final Table world = layout.single("world");
        work = world.int32("work", Integer.MIN_VALUE, Integer.MAX_VALUE);
        targets = layout.table("targets", 2);
        points = targets.int8("points", 0, 9);
        aim = world.ref("aim", targets);
        fault = layout.rules().int8("fault", 0, Fault.STALE_REFERENCE.code);
        faultAt = layout.rules().int32("faultAt", 0, 1_000_000);
        endsAt = layout.rules().int32("endsAt", 0, 1_000_000);
        loopsAt = layout.rules().int32("loopsAt", 0, 1_000_000);
        hoardsAt = layout.rules().int32("hoardsAt", 0, 1_000_000);
        toilsFrom = layout.rules().int32("toilsFrom", 0, 1_000_000);
        toilsTo = layout.rules().int32("toilsTo", 0, 1_000_000);
        toil = layout.rules().int32("toil", 0, Integer.MAX_VALUE);
        final int ballast = Integer.getInteger("drill.ballastRows", 0);
        if (ballast > 0) {
            layout.table("ballast", ballast).hidden().bytes("of", 4_096);
        }
        done = layout.result().int32("done", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void step(final Match match) {
        final int frame = match.frame();
        int value = match.get(work) + 1;
        if (frame >= match.rules().get(toilsFrom) && frame < match.rules().get(toilsTo)) {
            for (int i = match.rules().get(toil); i > 0; i--) {
                value = value * 31 + i;
            }
        }
        if (DRIFTS != null && Files.exists(Path.of(DRIFTS))) {
            value++;
        }
        match.set(work, value);
        while (frame == match.rules().get(loopsAt)) {
            Thread.onSpinWait();
        }
        if (frame == match.rules().get(hoardsAt)) {
            hoard();
        }
        if (frame == match.rules().get(faultAt)) {
            for (final Fault each : Fault.values()) {
                if (each.code == match.rules().get(fault)) {
                    commit(each, match);
                }
            }
        }
        if (frame == match.rules().get(endsAt)) {
            match.finish();
        }
    }

    private static void hoard() {
        while (HOARD.size() < Integer.MAX_VALUE) {
            HOARD.add(new long[1 << 12]);
        }
    }

    @Override
    public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        if (Boolean.getBoolean("drill.hoardsInViews")) {
            hoard();
        }
        visible.addAll();
    }

    private void commit(final Fault which, final Match match) {
        final int row = match.add(targets);
        switch (which) {
            case NONE -> match.remove(targets, row);
            case THROWS -> throw new IllegalArgumentException("a drill");
            case VALUE_OUT_OF_RANGE -> match.set(row, points, 10);
            case ROW_BEYOND_CAPACITY -> {
                match.add(targets);
                match.add(targets);
            }
            case STALE_ROW -> {
                match.remove(targets, row);
                match.set(row, points, 1);
            }
            case STALE_REFERENCE -> {
                match.remove(targets, row);
                match.set(aim, row);
            }
        }
    }

    @Override
    public void ended(final Match match) {
        match.result().set(done, match.frame());
    }
}
