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

    ClientStatistics() {}

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

    /** Times that a server of an older reign offered the seat and was not listened to. */
    public long lowerEpochs() {
        return lowerEpochs;
    }
}
