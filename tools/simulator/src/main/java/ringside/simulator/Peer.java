package ringside.simulator;

/** Who is at the client's end of a link. */
interface Peer {
    /** Whether what may be lost travels as datagrams do. */
    boolean isDatagrams();

    /** Whether it reads nothing for now. */
    boolean isAsleep();

    void connected(SimLink link);

    void received(SimLink link, byte[] message);

    void lost(SimLink link, String why);
}
