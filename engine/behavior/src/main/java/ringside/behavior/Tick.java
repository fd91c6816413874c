package ringside.behavior;

import java.util.List;

/**
 * What a leaf is told about the node by which it is ticked. Valid during the call that was handed it.
 */
public final class Tick {
    private int[] values = {};
    private int[] words = {};
    private List<IntPort> ports = List.of();
    private String name = "";
    private int firstValue;
    private int firstWord;
    private int wordCount;
    private int frame;
    private int hz;

    Tick() {}

    void begin(final int[] treeValues, final int[] treeWords, final int newFrame, final int newHz) {
        values = treeValues;
        words = treeWords;
        frame = newFrame;
        hz = newHz;
    }

    void at(final Leaf<?> leaf, final int newFirstValue, final int newFirstWord) {
        name = leaf.name();
        ports = leaf.ports();
        wordCount = leaf.words();
        firstValue = newFirstValue;
        firstWord = newFirstWord;
    }

    /** The frame being computed. */
    public int frame() {
        return frame;
    }

    /** What the tree's author wrote for a port of this leaf. */
    public int port(final IntPort port) {
        for (int i = 0; i < ports.size(); i++) {
            // Within a leaf names are unique, and this is the same string.
            if (ports.get(i).name().equals(port.name())) {
                return values[firstValue + i];
            }
        }
        throw new TreeException("leaf " + name + " has no port " + port.name() + "; offer it with the leaf");
    }

    /** A port that says milliseconds, in frames: the first frame that is no earlier. */
    public int frames(final IntPort ms) {
        return framesOf(port(ms), hz);
    }

    /** One of the words that this action was given; zero when it starts. */
    public int word(final int index) {
        return words[checked(index)];
    }

    /** Remembers something until this action ends or is halted. */
    public void word(final int index, final int value) {
        words[checked(index)] = value;
    }

    private int checked(final int index) {
        if (index < 0 || index >= wordCount) {
            throw new TreeException(
                    "leaf " + name + " asks for word " + index + "; it was given " + wordCount + ", from 0 on");
        }
        return firstWord + index;
    }

    static int framesOf(final int ms, final int hz) {
        return (int) (((long) ms * hz + 999) / 1000);
    }
}
