//! `System.Numerics.Complex`

use crate::types::prelude::*;

const NAME: &str = "System.Numerics.Complex";

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Complex {
    real: f64,
    imaginary: f64,
}

pub(crate) static DEFINITION: Implementation = Implementation {
    name: NAME,
    constructor: Some(|call| Ok(number(call.double(0), call.double(1)))),
    methods: &[
        ("Equals", |call| Ok((of(call.this) == of(call.argument(0))).into())),
        ("ToString", |call| {
            let number = of(call.this);
            let format = call.string(0).map_or("", |format| format.as_str());
            text(number, format, &call.culture()).map(Value::from)
        }),
    ],
    static_methods: &[
        ("Abs", |call| Ok(Value::F64(magnitude(at(call, 0))))),
        ("Add", add),
        ("Conjugate", |call| Ok(number(at(call, 0).real, -at(call, 0).imaginary))),
        ("Divide", divide),
        ("Exp", |call| {
            let value = at(call, 0);
            Ok(polar(value.real.exp(), value.imaginary))
        }),
        ("FromPolarCoordinates", |call| Ok(polar(call.double(0), call.double(1)))),
        ("Log", |call| {
            let value = at(call, 0);
            Ok(number(magnitude(value).ln(), phase(value)))
        }),
        ("Multiply", multiply),
        ("Negate", negate),
        ("Pow", |call| {
            let (base, power) = (at(call, 0), at(call, 1));
            if power == ZERO {
                return Ok(number(1.0, 0.0));
            }
            if base == ZERO {
                return Ok(number(0.0, 0.0));
            }
            let (rho, theta) = (magnitude(base), phase(base));
            let angle = power.real * theta + power.imaginary * rho.ln();
            Ok(polar(rho.powf(power.real) * (-power.imaginary * theta).exp(), angle))
        }),
        ("Reciprocal", |call| Ok(value_of(quotient(ONE, at(call, 0))))),
        ("Sqrt", |call| Ok(value_of(root(at(call, 0))))),
        ("Subtract", subtract),
        ("op_Addition", add),
        ("op_Division", divide),
        ("op_Equality", |call| Ok((at(call, 0) == at(call, 1)).into())),
        ("op_Explicit", |call| Ok(number(call.double(0), 0.0))),
        ("op_Implicit", |call| Ok(number(call.double(0), 0.0))),
        ("op_Inequality", |call| Ok((at(call, 0) != at(call, 1)).into())),
        ("op_Multiply", multiply),
        ("op_Subtraction", subtract),
        ("op_UnaryNegation", negate),
    ],
    properties: &[
        ("Imaginary", |call| Ok(Value::F64(of(call.this).imaginary))),
        ("Magnitude", |call| Ok(Value::F64(magnitude(of(call.this))))),
        ("Phase", |call| Ok(Value::F64(phase(of(call.this))))),
        ("Real", |call| Ok(Value::F64(of(call.this).real))),
    ],
    static_properties: &[
        ("ImaginaryOne", |_| Ok(number(0.0, 1.0))),
        ("Infinity", |_| Ok(number(f64::INFINITY, f64::INFINITY))),
        ("NaN", |_| Ok(number(f64::NAN, f64::NAN))),
        ("One", |_| Ok(number(1.0, 0.0))),
        ("Zero", |_| Ok(number(0.0, 0.0))),
    ],
    ..Implementation::EMPTY
};

const ZERO: Complex = Complex { real: 0.0, imaginary: 0.0 };
const ONE: Complex = Complex { real: 1.0, imaginary: 0.0 };

fn value_of(number: Complex) -> Value {
    Value::live(number)
}

fn number(real: f64, imaginary: f64) -> Value {
    value_of(Complex { real, imaginary })
}

fn polar(magnitude: f64, angle: f64) -> Value {
    number(magnitude * angle.cos(), magnitude * angle.sin())
}

fn of(value: &Value) -> Complex {
    match value.downcast::<Complex>() {
        Some(number) => *number,
        None => Complex { real: crate::number::to_f64(value).unwrap_or(0.0), imaginary: 0.0 },
    }
}

fn at(call: &Call<'_>, index: usize) -> Complex {
    of(call.argument(index))
}

fn magnitude(number: Complex) -> f64 {
    number.real.hypot(number.imaginary)
}

fn phase(number: Complex) -> f64 {
    number.imaginary.atan2(number.real)
}

fn add(call: &mut Call<'_>) -> Outcome {
    let (a, b) = (at(call, 0), at(call, 1));
    Ok(number(a.real + b.real, a.imaginary + b.imaginary))
}

fn subtract(call: &mut Call<'_>) -> Outcome {
    let (a, b) = (at(call, 0), at(call, 1));
    Ok(number(a.real - b.real, a.imaginary - b.imaginary))
}

fn multiply(call: &mut Call<'_>) -> Outcome {
    let (a, b) = (at(call, 0), at(call, 1));
    Ok(number(
        a.real * b.real - a.imaginary * b.imaginary,
        a.imaginary * b.real + a.real * b.imaginary,
    ))
}

fn negate(call: &mut Call<'_>) -> Outcome {
    let value = at(call, 0);
    Ok(number(-value.real, -value.imaginary))
}

fn divide(call: &mut Call<'_>) -> Outcome {
    Ok(value_of(quotient(at(call, 0), at(call, 1))))
}

/// By the larger part of the divisor, so that nothing overflows on the way.
fn quotient(a: Complex, b: Complex) -> Complex {
    if b.imaginary.abs() < b.real.abs() {
        let ratio = b.imaginary / b.real;
        let whole = b.real + b.imaginary * ratio;
        Complex {
            real: (a.real + a.imaginary * ratio) / whole,
            imaginary: (a.imaginary - a.real * ratio) / whole,
        }
    } else {
        let ratio = b.real / b.imaginary;
        let whole = b.imaginary + b.real * ratio;
        Complex {
            real: (a.imaginary + a.real * ratio) / whole,
            imaginary: (-a.real + a.imaginary * ratio) / whole,
        }
    }
}

fn root(number: Complex) -> Complex {
    if number.imaginary == 0.0 {
        let root = number.real.abs().sqrt();
        return if number.real < 0.0 {
            Complex { real: 0.0, imaginary: root }
        } else {
            Complex { real: root, imaginary: 0.0 }
        };
    }
    let size = magnitude(number);
    let real = (size.midpoint(number.real)).sqrt();
    let imaginary = (size.midpoint(-number.real)).sqrt();
    Complex { real, imaginary: imaginary.copysign(number.imaginary) }
}

fn text(number: Complex, format: &str, culture: &Culture) -> Result<String, Exception> {
    let part = |part: f64| crate::number::format(&Value::F64(part), format, culture);
    Ok(format!("<{}; {}>", part(number.real)?, part(number.imaginary)?))
}

impl LiveObject for Complex {
    fn object_type(&self) -> TypeId {
        type_named(NAME)
    }

    fn text(&self) -> PsString {
        text(*self, "", &Culture::invariant()).unwrap_or_default().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Real", "Imaginary", "Magnitude", "Phase"])
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some_and(|other| self == other))
    }

    fn hash_code(&self) -> Option<u64> {
        Some(self.real.to_bits() ^ self.imaginary.to_bits().rotate_left(1))
    }
}
