/** Who may do what, and the identity the gateway shows to its clients. */
@org.jspecify.annotations.NullMarked
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package io.weir.api.security;
