//! `System.DateTime` as numbers: file times, OLE automation dates, binary form

use remora_psobject::time::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_MILLISECOND};

use super::date_time::{this, to_local, to_universal};
use crate::types::prelude::*;

/// Ticks from the year 1 to 1601, where file times begin.
const FILE_TIME_START: i64 = 504_911_232_000_000_000;

pub(super) fn to_file_time(call: &Call<'_>, to_utc: bool) -> Outcome {
    let date = if to_utc || this(call).kind() == DateTimeKind::Local {
        to_universal(call, this(call))
    } else {
        this(call)
    };
    let ticks = date.ticks() - FILE_TIME_START;
    if ticks < 0 {
        return Err(errors::out_of_range("fileTime", "Not a valid Win32 FileTime."));
    }
    Ok(Value::I64(ticks))
}

pub(super) fn from_file_time(call: &Call<'_>, to_local_time: bool) -> Outcome {
    let ticks = call.long(0);
    let utc = ticks
        .checked_add(FILE_TIME_START)
        .filter(|_| ticks >= 0)
        .and_then(|ticks| DateTime::new(ticks, DateTimeKind::Utc))
        .ok_or_else(|| errors::out_of_range("fileTime", "Not a valid Win32 FileTime."))?;
    Ok(if to_local_time { to_local(call, utc) } else { utc }.into())
}

pub(super) fn to_binary(call: &mut Call<'_>) -> Outcome {
    let date = this(call);
    Ok(Value::I64(match date.kind() {
        DateTimeKind::Local => {
            let ticks = to_universal(call, date).ticks();
            ticks | i64::MIN
        }
        kind => date.ticks() | ((kind as i64) << 62),
    }))
}

pub(super) fn from_binary(call: &mut Call<'_>) -> Outcome {
    let data = call.long(0);
    let ticks = data & 0x3FFF_FFFF_FFFF_FFFF;
    let bad = || {
        errors::argument_for(
            "dateData",
            "The binary data must result in a DateTime with ticks between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.",
        )
    };
    if data < 0 {
        let utc = DateTime::new(ticks, DateTimeKind::Utc).ok_or_else(bad)?;
        return Ok(to_local(call, utc).into());
    }
    let kind = if data >> 62 == 1 { DateTimeKind::Utc } else { DateTimeKind::Unspecified };
    DateTime::new(ticks, kind).map(Value::from).ok_or_else(bad)
}

/// Ticks from the year 1 to 30 December 1899.
const OA_START: i64 = 599_264_352_000_000_000;

pub(super) fn to_oa_date(call: &mut Call<'_>) -> Outcome {
    let milliseconds = (this(call).ticks() - OA_START) / TICKS_PER_MILLISECOND;
    let per_day = TICKS_PER_DAY / TICKS_PER_MILLISECOND;
    // Before the first day the fraction still counts forward.
    let rest = milliseconds % per_day;
    let milliseconds = if milliseconds < 0 && rest != 0 {
        milliseconds - (per_day + rest) * 2
    } else {
        milliseconds
    };
    Ok(Value::F64(milliseconds as f64 / per_day as f64))
}

pub(super) fn from_oa_date(call: &mut Call<'_>) -> Outcome {
    let days = call.double(0);
    let per_day = TICKS_PER_DAY / TICKS_PER_MILLISECOND;
    let mut milliseconds = (days * per_day as f64 + if days >= 0.0 { 0.5 } else { -0.5 }) as i64;
    if milliseconds < 0 {
        milliseconds -= milliseconds % per_day * 2;
    }
    DateTime::new(OA_START + milliseconds * TICKS_PER_MILLISECOND, DateTimeKind::Unspecified)
        .map(Value::from)
        .ok_or_else(|| errors::argument("Not a legal OleAut date."))
}
