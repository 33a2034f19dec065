/** Whose code may run here: signatures, and who may write the files that decide it. */
package org.dharmic.swap.trust;
