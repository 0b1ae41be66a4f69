// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Records as bytes and back, by their components: numbers, strings, enums, optionals, lists, sets,
/// maps, records, and sealed interfaces of records. A record that gains a component needs nothing
/// here. Safe for several threads.
///
/// @param <T> the record
public final class RecordCodec<T> {

  private static final Map<Type, Part> PARTS = new ConcurrentHashMap<>();

  private final Class<T> type;

  /// A codec for one type.
  public RecordCodec(Class<T> type) {
    this.type = type;
  }

  /// The bytes of a record.
  public byte[] write(T value) {
    ByteWriter out = new ByteWriter();
    part(type).write(value, out);
    return out.toBytes();
  }

  /// The record that [#write] was given; bytes of anything else end in a [RuntimeException].
  public T read(byte[] bytes) {
    return type.cast(part(type).read(new ByteReader(bytes)));
  }

  /// As [#read], or nothing for bytes of anything else.
  public Optional<T> readWhole(byte[] bytes) {
    try {
      return Optional.of(read(bytes));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /// How values of one type are written.
  private interface Part {
    void write(Object value, ByteWriter out);

    Object read(ByteReader in);
  }

  private record Simple(
      java.util.function.BiConsumer<Object, ByteWriter> writer,
      java.util.function.Function<ByteReader, Object> reader)
      implements Part {
    @Override
    public void write(Object value, ByteWriter out) {
      writer.accept(value, out);
    }

    @Override
    public Object read(ByteReader in) {
      return reader.apply(in);
    }
  }

  private static Part part(Type type) {
    Part known = PARTS.get(type);
    if (known == null) {
      known = make(type);
      PARTS.put(type, known);
    }
    return known;
  }

  private static Part make(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> c when c == int.class ->
          new Simple((v, out) -> out.number((Integer) v), in -> (int) in.number());
      case Class<?> c when c == long.class ->
          new Simple((v, out) -> out.number((Long) v), ByteReader::number);
      case Class<?> c when c == boolean.class ->
          new Simple((v, out) -> out.number((Boolean) v ? 1 : 0), in -> in.number() == 1);
      case Class<?> c when c == Integer.class -> make(int.class);
      case Class<?> c when c == String.class ->
          new Simple((v, out) -> out.string((String) v), ByteReader::string);
      case Class<?> c when c == byte[].class ->
          new Simple((v, out) -> out.block((byte[]) v), ByteReader::block);
      case Class<?> c when c.isEnum() -> constants(c);
      case Class<?> c when c.isRecord() -> new OfRecord(c);
      case Class<?> c when c.isSealed() -> sealed(c);
      default -> throw new IllegalArgumentException(type + " cannot be kept");
    };
  }

  private static Part constants(Class<?> type) {
    Map<String, Object> byName = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      byName.put(((Enum<?>) constant).name(), constant);
    }
    return new Simple(
        (v, out) -> out.string(((Enum<?>) v).name()),
        in -> Optional.ofNullable(byName.get(in.string())).orElseThrow());
  }

  private static Part generic(ParameterizedType type) {
    Type[] args = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == Optional.class) {
      return new Simple(
          (v, out) -> each(((Optional<?>) v).stream().toList(), args[0], out),
          in -> list(args[0], in).stream().findFirst());
    }
    if (raw == List.class) {
      return new Simple((v, out) -> each((List<?>) v, args[0], out), in -> list(args[0], in));
    }
    if (raw == Set.class) {
      return new Simple(
          (v, out) -> each(List.copyOf((Set<?>) v), args[0], out),
          in -> new LinkedHashSet<>(list(args[0], in)));
    }
    if (raw == Map.class) {
      return new Simple((v, out) -> map((Map<?, ?>) v, args, out), in -> map(args, in));
    }
    throw new IllegalArgumentException(type + " cannot be kept");
  }

  private static void each(List<?> values, Type element, ByteWriter out) {
    out.number(values.size());
    Part part = part(element);
    values.forEach(v -> part.write(v, out));
  }

  private static List<Object> list(Type element, ByteReader in) {
    int count = in.count();
    List<Object> values = new ArrayList<>(count);
    Part part = part(element);
    for (int i = 0; i < count; i++) {
      values.add(part.read(in));
    }
    return values;
  }

  private static void map(Map<?, ?> map, Type[] args, ByteWriter out) {
    out.number(map.size());
    map.forEach((key, value) -> {
      part(args[0]).write(key, out);
      part(args[1]).write(value, out);
    });
  }

  private static Map<Object, Object> map(Type[] args, ByteReader in) {
    int count = in.count();
    Map<Object, Object> map = new LinkedHashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      Object key = part(args[0]).read(in);
      map.put(key, part(args[1]).read(in));
    }
    return map;
  }

  private static Part sealed(Class<?> type) {
    List<Class<?>> kinds = List.of(type.getPermittedSubclasses());
    return new Simple(
        (v, out) -> {
          out.number(kinds.indexOf(v.getClass()));
          part(v.getClass()).write(v, out);
        },
        in -> part(kinds.get(in.count())).read(in));
  }

  private static final class OfRecord implements Part {
    private final Constructor<?> constructor;
    private final Method[] accessors;
    private final Type[] types;

    OfRecord(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      this.accessors =
          Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
      this.types =
          Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
      try {
        this.constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(type + " cannot be kept", e);
      }
      constructor.setAccessible(true);
      for (Method accessor : accessors) {
        accessor.setAccessible(true);
      }
    }

    @Override
    public void write(Object value, ByteWriter out) {
      try {
        for (int i = 0; i < types.length; i++) {
          part(types[i]).write(accessors[i].invoke(value), out);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object read(ByteReader in) {
      Object[] values = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        values[i] = part(types[i]).read(in);
      }
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
