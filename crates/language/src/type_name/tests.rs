use remora_psobject::TypeId;

use super::*;

#[test]
fn names_are_taken_apart() {
    for good in [
        "int",
        "int[]",
        "int[,]",
        "List[int]",
        "Dictionary[string, List[int[]]]",
        "System.Int32, System.Private.CoreLib",
        "List`1[[System.Int32, mscorlib]]",
        "Environment+SpecialFolder",
        "a.b[][]",
    ] {
        assert!(parse(good).is_ok(), "{good}");
    }
    for bad in ["", "int[", "[int]", "list[", "a b", "List[int", "a[,int]", "List[]]"] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn names_are_resolved_and_shown() {
    for (written, shown, printed) in [
        ("INT", "int", "System.Int32"),
        ("string[]", "string[]", "System.String[]"),
        ("int[,]", "int[,]", "System.Int32[,]"),
        (
            "Collections.Generic.List[int]",
            "System.Collections.Generic.List[int]",
            "System.Collections.Generic.List`1[System.Int32]",
        ),
        (
            "System.Collections.Generic.Dictionary[string,object[]]",
            "System.Collections.Generic.Dictionary[string,System.Object[]]",
            "System.Collections.Generic.Dictionary`2[System.String,System.Object[]]",
        ),
        ("datetime", "datetime", "System.DateTime"),
        (
            "System.Collections.ArrayList",
            "System.Collections.ArrayList",
            "System.Collections.ArrayList",
        ),
    ] {
        let id = resolve(written).unwrap_or_else(|| panic!("{written}"));
        assert_eq!(display(id), shown);
        assert_eq!(net_text(id), printed);
    }
    assert_eq!(resolve("no.such.type"), None);
    assert_eq!(resolve("list[nosuch]"), None);
    assert_eq!(resolve("pscustomobject"), Some(TypeId::PS_OBJECT));
}

#[test]
fn the_unknown_part_is_named() {
    let nobody = |_: &str| None;
    for (written, part) in [
        ("nosuch", "nosuch"),
        ("list[int]", "list"),
        ("System.Collections.Generic.List[int,int]", "System.Collections.Generic.List"),
        ("System.Collections.Generic.List[nosuch]", "nosuch"),
    ] {
        assert_eq!(unknown_part(written, &nobody).as_deref(), Some(part));
    }
    assert_eq!(unknown_part("int[]", &nobody), None);
    let error = not_found("list[int]", &nobody);
    assert_eq!(error.message(), "Unable to find type [list].");
}
