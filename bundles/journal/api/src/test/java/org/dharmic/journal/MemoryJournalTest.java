package org.dharmic.journal;

/** The journal that other tests stand on keeps what it promises. */
class MemoryJournalTest implements JournalContract<MemoryJournal> {

    private final MemoryJournal journal = new MemoryJournal();

    @Override
    public MemoryJournal open() {
        journal.restart();
        return journal;
    }
}
