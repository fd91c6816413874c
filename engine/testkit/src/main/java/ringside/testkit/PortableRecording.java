package ringside.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What another virtual machine needs to play a recording: the game's class, the settings and every step. */
record PortableRecording(String gameClass, RunSettings settings, List<Step> steps) {
    static void write(final Recording recording, final DataOutputStream out) throws IOException {
        out.writeUTF(gameClass(recording));
        out.writeInt(recording.settings().hz());
        out.writeInt(recording.settings().seatHoldFrames());
        out.writeInt(recording.steps().size());
        for (final Step step : recording.steps()) {
            step.write(out);
        }
    }

    /** The game's class. Throws {@link IllegalArgumentException} when the recording is of a game that is no class's. */
    static String gameClass(final Recording recording) {
        final String gameClass = recording.source().className();
        if (gameClass == null) {
            throw new IllegalArgumentException(
                    "only a game that is given by its class can be played in another virtual machine, not one that a"
                            + " supplier made");
        }
        return gameClass;
    }

    static PortableRecording read(final DataInputStream in) throws IOException {
        final String gameClass = in.readUTF();
        final RunSettings settings = new RunSettings(in.readInt(), in.readInt());
        final int count = in.readInt();
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(Step.read(in));
        }
        return new PortableRecording(gameClass, settings, steps);
    }
}
