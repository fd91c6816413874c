package ringside.io.client;

import ringside.layout.BoolColumn;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.LayoutJson;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.Table;

/** The smallest game that has everything: a row for each player, an input, a command, an effect of each class. */
public final class ScriptedGame {
    public static final int SEATS = 64;

    final Layout layout;
    final String json;
    final Table marks;
    final IntColumn owner;
    final IntColumn place;
    final IntColumn steer;
    final BoolColumn fire;
    /** A button's edge. */
    final BoolColumn press;

    final RecordType say;
    final IntColumn word;
    /** Sure: this input was consumed. */
    final RecordType echo;

    final IntColumn echoSeq;

    public ScriptedGame() {
        final LayoutBuilder builder = new LayoutBuilder("scripted").seats(SEATS);
        marks = builder.table("marks", SEATS);
        owner = marks.owner("owner");
        place = marks.int32("place", -1_000_000, 1_000_000);
        steer = builder.input().int8("steer", -100, 100);
        fire = builder.input().bool("fire");
        press = builder.input().bool("press").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        say = builder.command("say");
        word = say.int8("word", 0, 9);
        echo = builder.effect("echo", EffectClass.SURE);
        echoSeq = echo.int32("inputSeq", 0, Integer.MAX_VALUE);
        layout = builder.build();
        json = LayoutJson.write(layout);
    }
}
