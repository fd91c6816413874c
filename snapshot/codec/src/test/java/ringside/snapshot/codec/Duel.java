package ringside.snapshot.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.EffectClass;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

/** A small shooter with one viewer, over a network on which a test decides what arrives. */
final class Duel {
    final Table players;
    final FixedColumn x;
    final FixedColumn y;
    final FixedColumn aim;
    final IntColumn hp;
    final IntColumn ammo;
    final BoolColumn crouched;
    final BytesColumn name;
    final RefColumn target;
    final Table shots;
    final FixedColumn shotX;
    final RecordType hit;
    final IntColumn damage;
    final RefColumn victim;
    final RecordType sound;
    final IntColumn pitch;

    final Layout layout;
    final State state;
    final RowSet visible;
    final SnapshotRing history;
    final ViewEncoder encoder;
    final ViewDecoder decoder;
    final List<String> effects = new ArrayList<>();
    /** Hits, by the name that their victim was shown with when they were delivered. */
    final List<String> named = new ArrayList<>();

    final UnsafeBuffer out = new UnsafeBuffer(new byte[1200]);
    int frame;
    private long seq;

    Duel() {
        this(ViewLimits.DEFAULT);
    }

    Duel(final ViewLimits limits) {
        final LayoutBuilder builder = new LayoutBuilder("duel").seats(10);
        players = builder.table("players", 10);
        players.owner("seat");
        players.team("team", 0, 1);
        x = players.fixed("x", -64, 64).shownFractionBits(10);
        y = players.fixed("y", -64, 64).shownFractionBits(10);
        aim = players.fixed("aim", -4, 4).shownFractionBits(10);
        hp = players.int16("hp", 0, 100).withDefault(100);
        ammo = players.int16("ammo", 0, 500).visibleTo(Visibility.OWNER);
        crouched = players.bool("crouched");
        name = players.text("name", 16);
        target = players.ref("target", players);
        shots = builder.table("shots", 64);
        shotX = shots.fixed("x", -64, 64).shownFractionBits(10);
        // Part of the block, not of the snapshots that views are made from.
        builder.table("$past", 64).history().int16("x", 0, 100);
        hit = builder.effect("hit", EffectClass.SURE);
        damage = hit.int8("damage", 0, 100);
        victim = hit.ref("victim", players);
        sound = builder.effect("sound", EffectClass.MOMENTARY);
        pitch = sound.int8("pitch", 0, 100);
        layout = builder.build();
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        visible = new RowSet(layout);
        visible.addAll();
        history = new SnapshotRing(layout, limits.historyFrames());
        encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        decoder = decoder(limits, effects);
    }

    /** A client that was shown nothing yet. */
    ViewDecoder decoder(final ViewLimits limits, final List<String> into) {
        final ViewDecoder[] made = new ViewDecoder[1];
        made[0] = new ViewDecoder(new WireLayout(layout), limits.historyFrames(), (at, type, record, offset) -> {
            final RecordView view = new RecordView(type).wrap(record, offset);
            if (type == hit) {
                final int id = view.get(victim) - 1;
                into.add("hit " + view.get(damage) + " of " + id + " at " + at);
                named.add(view.get(damage) + " of " + nameOf(made[0].table(players), id));
            } else {
                into.add("sound " + view.get(pitch) + " at " + at);
            }
        });
        return made[0];
    }

    private String nameOf(final ViewTable shown, final int id) {
        return id >= 0 && shown.isShown(id) ? shown.text(id, name) : "nobody";
    }

    /** The parts of a view of the next frame. */
    List<UnsafeBuffer> view() {
        history.put(frame, state.block());
        encoder.begin(frame, visible, 0, 0);
        frame++;
        final List<UnsafeBuffer> parts = new ArrayList<>();
        for (int length = encoder.encodePart(out, 0); length > 0; length = encoder.encodePart(out, 0)) {
            parts.add(new UnsafeBuffer(Arrays.copyOf(out.byteArray(), length)));
        }
        return parts;
    }

    ViewDecoder.Outcome arrives(final UnsafeBuffer part) {
        return decoder.apply(part, 0, part.capacity());
    }

    void acknowledged(final UnsafeBuffer part) {
        encoder.acknowledge(PartHeader.frame(part, 0), PartHeader.part(part, 0));
    }

    /** A view that arrives, and whose acknowledgement does; answers its bytes. */
    int goodView() {
        int bytes = 0;
        for (final UnsafeBuffer part : view()) {
            bytes += part.capacity();
            arrives(part);
            acknowledged(part);
        }
        return bytes;
    }

    void offerHit(final int points, final int player) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[hit.lengthBytes()]);
        new RecordView(hit).wrap(record, 0).reset().set(damage, points).set(victim, player);
        encoder.offer(++seq, frame, hit, record, 0);
    }

    void offerSound(final int height) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[sound.lengthBytes()]);
        new RecordView(sound).wrap(record, 0).reset().set(pitch, height);
        encoder.offer(++seq, frame, sound, record, 0);
    }

    ViewTable shownPlayers() {
        return decoder.table(players);
    }
}
