package ringside.io.client;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.Rows;
import ringside.layout.Table;

/** Bells ring for all, somebody whispers to one player at a time, and a clock ticks that nobody has to hear. */
final class Bells implements Game {
    Table tower;
    IntColumn rings;
    RecordType rang;
    IntColumn ring;
    RecordType whispered;
    IntColumn whisper;
    RecordType ticked;
    IntColumn tick;

    @Override
    public String name() {
        return "bells";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(2);
        tower = layout.single("tower");
        rings = tower.int32("rings", 0, Integer.MAX_VALUE);
        rang = layout.effect("rang", EffectClass.SURE);
        ring = rang.int32("number", 0, Integer.MAX_VALUE);
        whispered = layout.effect("whispered", EffectClass.SURE);
        whisper = whispered.int32("number", 0, Integer.MAX_VALUE);
        ticked = layout.effect("ticked", EffectClass.MOMENTARY);
        tick = ticked.int32("number", 0, Integer.MAX_VALUE);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void joined(final Match match, final int seat) {}

    @Override
    public void left(final Match match, final int seat) {}

    @Override
    public void step(final Match match) {
        match.emit(ticked).set(tick, match.frame());
        if (match.random(4) == 0) {
            final int number = match.get(Rows.SINGLE, rings) + 1;
            match.set(Rows.SINGLE, rings, number);
            match.emit(rang).set(ring, number);
        }
        if (match.random(6) == 0) {
            match.emit(whispered).set(whisper, match.frame());
            match.onlyTo(match.frame() & 1);
        }
    }
}
