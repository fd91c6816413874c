/** Named stubs for tests of the journal. */
package ringside.journal.support;
