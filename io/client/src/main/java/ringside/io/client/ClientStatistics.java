package ringside.io.client;

/**
 * What a session has counted since its beginning. Written on the session's thread; another thread that reads sees some
 * recent past.
 */
public final class ClientStatistics {
    final RoundTrip roundTrip = new RoundTrip();
    long bytesReceived;
    long bytesSent;
    long messagesReceived;
    long messagesSent;
    long views;
    long parts;
    long effects;
    long frames;
    long images;
    long desyncs;
    long inputs;
    long inputsConsumed;
    long inputsRefused;
    long inputsDropped;
    long inputsLeftOut;
    long commands;
    long resumes;
    long attemptsFailed;
    long faults;
    long lowerEpochs;
    long suspicions;
    long takeovers;
    long effectsConfirmed;
    long effectsDenied;

    /** A frame weighs so much in {@link #viewLoss}: some five seconds of 60 count. */
    private static final double LOSS_WEIGHT = 1.0 / 256;

    private static final int MOST_MISSED_AT_ONCE = 256;

    private long viewsMissed;
    private int newestViewFrame = -1;
    private double viewLoss;
    private long corrections;
    private long snaps;
    private double correctedUnits;
    private double mostCorrectedUnits;
    private long pictures;
    private long dryPictures;
    private double delayFrames;

    ClientStatistics() {}

    /** A view is complete; -1 for a new connection, before its first. */
    void viewed(final int frame) {
        if (frame >= 0) {
            views++;
            viewLoss -= viewLoss * LOSS_WEIGHT;
        }
        if (frame >= 0 && newestViewFrame >= 0) {
            final int missed = frame - newestViewFrame - 1;
            viewsMissed += missed;
            for (int i = Math.min(missed, MOST_MISSED_AT_ONCE); i > 0; i--) {
                viewLoss += (1 - viewLoss) * LOSS_WEIGHT;
            }
        }
        newestViewFrame = frame;
    }

    void corrected(final double units, final boolean snapped) {
        corrections++;
        snaps += snapped ? 1 : 0;
        correctedUnits += units;
        mostCorrectedUnits = Math.max(mostCorrectedUnits, units);
    }

    void drawn(final boolean isSupplied, final double behindFrames) {
        pictures++;
        dryPictures += isSupplied ? 0 : 1;
        delayFrames = behindFrames;
    }

    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** Of messages with their framing, above TCP and below TLS. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Of messages with their framing, above TCP and below TLS. */
    public long bytesSent() {
        return bytesSent;
    }

    public long messagesReceived() {
        return messagesReceived;
    }

    public long messagesSent() {
        return messagesSent;
    }

    /** Views of which every part was applied. */
    public long views() {
        return views;
    }

    /** Frames between the first view and the newest of which no whole view came in time: lost, late or left out. */
    public long viewsMissed() {
        return viewsMissed;
    }

    /** The share of frames of which no whole view came in time, 0 to 1, over some {@code 256} frames. */
    public double viewLoss() {
        return viewLoss;
    }

    /** Views that showed own rows to be elsewhere than predicted: the newest frame came out otherwise than before. */
    public long corrections() {
        return corrections;
    }

    /** Corrections that were too large to be drawn smoothly. */
    public long snaps() {
        return snaps;
    }

    /** How far corrections moved own positions, in the columns' units, all together. */
    public double correctedUnits() {
        return correctedUnits;
    }

    /** How far one correction moved an own position at most, in the columns' units. */
    public double mostCorrectedUnits() {
        return mostCorrectedUnits;
    }

    /** How often others were drawn; see {@link Picture#advance}. */
    public long pictures() {
        return pictures;
    }

    /** Pictures for which there was no view yet: others stood still in them. */
    public long dryPictures() {
        return dryPictures;
    }

    /** How far behind the newest view the last picture was, in frames. */
    public double delayFrames() {
        return delayFrames;
    }

    /** Effects that were shown ahead and then by the server; see {@link ClientSession#expect}. */
    public long effectsConfirmed() {
        return effectsConfirmed;
    }

    /** Effects that were shown ahead and never by the server. */
    public long effectsDenied() {
        return effectsDenied;
    }

    public long parts() {
        return parts;
    }

    public long effects() {
        return effects;
    }

    /** Frames of lockstep matches that this client computed, and found to be the server's. */
    public long frames() {
        return frames;
    }

    /** Images of lockstep matches from which this client began, or began anew. */
    public long images() {
        return images;
    }

    /** Times that this client computed something else than the server. */
    public long desyncs() {
        return desyncs;
    }

    /** Each counted once, however often it was repeated. */
    public long inputs() {
        return inputs;
    }

    public long inputsConsumed() {
        return inputsConsumed;
    }

    public long inputsRefused() {
        return inputsRefused;
    }

    /** Inputs that were given up: no room for more that wait, or their frame passed while there was no connection. */
    public long inputsDropped() {
        return inputsDropped;
    }

    /** Inputs that were never asked for, because this client's thread was held up for too long. */
    public long inputsLeftOut() {
        return inputsLeftOut;
    }

    public long commands() {
        return commands;
    }

    public long resumes() {
        return resumes;
    }

    /** Connections that did not lead to a seat. */
    public long attemptsFailed() {
        return attemptsFailed;
    }

    /** Messages of the server that were malformed or out of place; each ended its connection. */
    public long faults() {
        return faults;
    }

    /** Times that nothing was shown for so long that other servers were asked. */
    public long suspicions() {
        return suspicions;
    }

    /** Resumes under another reign than before. */
    public long takeovers() {
        return takeovers;
    }

    /** Times that a server of an older reign offered the seat and was not listened to. */
    public long lowerEpochs() {
        return lowerEpochs;
    }
}
