package ringside.perf.formats;

import java.io.Serializable;

/** One of the rows that every format carries: ten numbers, 40 bytes. */
public record Fighter(
        int id, int x, int y, int speedX, int speedY, int aim, int health, int ammunition, int score, int readyFrame)
        implements Serializable {
    static final int NUMBERS = 10;
    static final int BYTES = NUMBERS * Integer.BYTES;

    /** What a reader has to have seen of it, so that no format gets away with reading less. */
    int sum() {
        return id + x + y + speedX + speedY + aim + health + ammunition + score + readyFrame;
    }
}
