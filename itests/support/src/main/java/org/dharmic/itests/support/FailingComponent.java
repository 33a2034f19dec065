package org.dharmic.itests.support;

/** Stands for a component whose start fails; its class is copied into broken revisions. */
public final class FailingComponent {

    /** Throws, always. */
    public FailingComponent() {
        throw new IllegalStateException("This revision was made to fail");
    }
}
