package org.dharmic.itests;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;

/**
 * Makes the JDK forget the record class it linked last. {@code java.lang.runtime.ObjectMethods} of JDK 17 adapts a few
 * shared method handles to each record's components, and such a handle keeps the last type it was adapted to
 * (JDK-8078641, mended in 18): of all revisions that ever left, the process may keep those whose record came last, never
 * more with every update. What does grow would not be seen beside it, so here a record of nobody comes last.
 */
final class LastRecord {

    private LastRecord() {}

    static void ofNobody() throws ReflectiveOperationException, IOException {
        byte[] bytes;
        try (InputStream in = LastRecord.class.getResourceAsStream("Nobody.class")) {
            bytes = in.readAllBytes();
        }
        Class<?> type = new ClassLoader(LastRecord.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(Nobody.class.getName(), bytes, 0, bytes.length);
            }
        }.define();
        Constructor<?> constructor = type.getDeclaredConstructor(type);
        constructor.setAccessible(true);
        Object one = constructor.newInstance((Object) null);
        if (!one.equals(constructor.newInstance((Object) null))
                || one.hashCode() != 0
                || one.toString().isEmpty()) {
            throw new AssertionError(one + " is not as records are");
        }
    }
}
