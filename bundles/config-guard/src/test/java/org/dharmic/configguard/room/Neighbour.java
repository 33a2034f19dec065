package org.dharmic.configguard.room;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A component of another house: it refers to the best supplier there is, and tells what that one says. */
public final class Neighbour implements Callable<Object> {

    private volatile Supplier<?> supplier = () -> "nobody";

    public void bind(Supplier<?> arrived) {
        supplier = arrived;
    }

    public void unbind(Supplier<?> left) {
        if (supplier == left) {
            supplier = () -> "nobody";
        }
    }

    @Override
    public Object call() {
        return supplier.get();
    }
}
